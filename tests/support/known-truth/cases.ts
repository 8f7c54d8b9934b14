import type { MetricName } from '../../../src/core/metrics/names';
import {
  evenF1,
  evenRecall,
  medianError,
  relativeErrors,
  squaredError,
  threeRanked,
  tooSure,
  withAuc,
  withAveragePrecision,
  withBrier,
  withErrors,
  type Drawn,
  type Noise,
} from './models';

export interface Case {
  /** The metric or metrics, and what the rows are like. */
  name: string;
  /** The model in which the metric has this true value, and the metrics that are known in it. */
  of(value: number): { drawn: Drawn; truths: Partial<Record<MetricName, number>> };
}

const HALVES = [0.5, 0.5];
const THIRDS = [1 / 3, 1 / 3, 1 / 3];
const UNEVEN = [0.6, 0.3, 0.1];

const errors = (noise: Noise): Case => ({
  name: `errors with ${noise} noise`,
  of: (value) => ({
    drawn: withErrors(noise, value, value),
    truths: {
      mae: value,
      mse: squaredError(noise, value),
      rmse: Math.sqrt(squaredError(noise, value)),
      r2: value,
      median_ae: medianError(noise, value),
    },
  }),
});

function one(
  metric: MetricName,
  rows: string,
  drawn: (value: number) => Drawn,
  truth = (value: number) => value,
): Case {
  return {
    name: `${metric}, ${rows}`,
    of: (value) => ({ drawn: drawn(value), truths: { [metric]: truth(value) } }),
  };
}

export const CASES: readonly Case[] = [
  one('balanced_accuracy', 'classes 1 : 1', (v) => evenRecall(v, HALVES)),
  one('balanced_accuracy', 'classes 4 : 1', (v) => evenRecall(v, [0.8, 0.2])),
  one('f1', 'classes 1 : 1', (v) => evenF1(v, 0.5)),
  one('f1', 'classes 4 : 1', (v) => evenF1(v, 0.2)),
  // Where both recalls are r and classes are even, the correlation is 2 r - 1.
  one('mcc', 'classes 1 : 1', (v) => evenRecall((1 + v) / 2, HALVES)),
  {
    name: 'F1, precision and recall over three even classes',
    of: (v) => ({
      drawn: evenRecall(v, THIRDS),
      truths: { f1_macro: v, f1_weighted: v, precision_macro: v, recall_macro: v },
    }),
  },
  one('recall_macro', 'classes 6 : 3 : 1', (v) => evenRecall(v, UNEVEN)),
  {
    // Of three even classes, a third is right by chance.
    name: 'agreement and correlation over three even classes',
    of: (v) => ({
      drawn: evenRecall((1 + 2 * v) / 3, THIRDS),
      truths: { cohen_kappa: v, mcc: v },
    }),
  },
  one('roc_auc', 'binormal scores, classes 1 : 1', (v) => withAuc(v, 0.5)),
  one('roc_auc', 'binormal scores, classes 4 : 1', (v) => withAuc(v, 0.2)),
  one('roc_auc_ovr_macro', 'normal scores of three classes', threeRanked),
  one('average_precision', 'binormal scores, classes 1 : 1', (v) => withAveragePrecision(v, 0.5)),
  one('average_precision', 'binormal scores, classes 4 : 1', (v) => withAveragePrecision(v, 0.2)),
  one('log_loss', 'a model that is too sure', tooSure),
  one(
    'brier',
    'value 1 less the score',
    (v) => withBrier(1 - v),
    (v) => 1 - v,
  ),
  errors('normal'),
  errors('laplace'),
  one('mape', 'normal relative errors', relativeErrors),
];
