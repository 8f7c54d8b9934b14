/** Metrics that are means over rows, or a function of one: what each row adds to the mean. */
import type { Answers, RegressionAnswers } from '../answers';
import type { MetricName } from '../names';
import { brierPerRow, logLossPerRow } from '../probability-family';

export interface MeanRows {
  perRow: Float64Array;
  /** The metric from the mean; monotone. */
  metric(mean: number): number;
  /** Whether the mean stands for a ratio of means above 0. */
  isRatio?: boolean;
}

const itself = (mean: number) => mean;

/**
 * What R² leaves, 1 - R², by its influence function: the row's part of what it would change by, were it drawn again (B. Efron
 * and R. Tibshirani, "An introduction to the bootstrap", 1993, section 22.6). Its mean is 1 - R² itself.
 */
function influenceOnRest({ truth, predicted }: RegressionAnswers): Float64Array {
  const n = truth.length;
  const mean = truth.reduce((sum, t) => sum + t / n, 0);
  const error = truth.map((t, i) => (predicted[i]! - t) * (predicted[i]! - t));
  const spread = truth.map((t) => (t - mean) * (t - mean));
  const errors = error.reduce((sum, each) => sum + each / n, 0);
  const spreads = spread.reduce((sum, each) => sum + each / n, 0);
  const left = errors / spreads;
  return error.map((each, i) => left + (each - left * spread[i]!) / spreads);
}

/** Null where the metric is no such mean. */
export function meanRows(name: MetricName, answers: Answers): MeanRows | null {
  if (answers.kind !== 'regression') {
    if (name === 'log_loss') return { perRow: logLossPerRow(answers), metric: itself };
    if (name === 'brier' && answers.kind === 'binary')
      return { perRow: brierPerRow(answers), metric: itself };
    return null;
  }
  const { truth, predicted } = answers;
  const absolute = () => truth.map((t, i) => Math.abs(predicted[i]! - t));
  const squared = () => truth.map((t, i) => (predicted[i]! - t) * (predicted[i]! - t));
  switch (name) {
    case 'mae':
      return { perRow: absolute(), metric: itself };
    case 'mse':
      return { perRow: squared(), metric: itself };
    case 'rmse':
      return { perRow: squared(), metric: (mean) => Math.sqrt(Math.max(0, mean)) };
    case 'mape':
      return { perRow: absolute().map((each, i) => each / Math.abs(truth[i]!)), metric: itself };
    case 'r2':
      return { perRow: influenceOnRest(answers), metric: (rest) => 1 - rest, isRatio: true };
    default:
      return null;
  }
}
