/** Intervals that need no resampling of rows: shares, areas under ROC curves, and what a confusion matrix decides. */
import { decide, type Answers } from '../answers';
import { confusionOf, type Confusion } from '../confusion';
import { confusionRules } from '../confusion-family';
import type { MetricName } from '../names';
import { brierPerRow } from '../probability-family';
import { boundedMean } from './bounded-mean';
import { confusionPosterior } from './confusion-posterior';
import { delong, pairsInOrder } from './delong';
import { faultlessRanking } from './faultless-ranking';
import { medianInterval } from './median';
import { proportion } from './proportion';
import type { Interval } from './types';

/** An area this near to 1 is 1 but for rounding. */
const FAULTLESS = 1e-12;
/** With more rows the bootstrap of a Brier score of 0.01 holds it, too, and half a row more or less says little. */
const FEW_ROWS = 300;

function shareOf(name: MetricName, value: number, m: Confusion): Interval | null {
  const hits = (c: number) => m.cells[c * m.size + c]!;
  if (name === 'accuracy') {
    let right = 0;
    for (let c = 0; c < m.size; c++) right += hits(c);
    return proportion(right, m.total);
  }
  if (name === 'precision') return proportion(hits(1), m.answer[1]!);
  if (name === 'recall') return proportion(hits(1), m.truth[1]!);
  if (name === 'top2_accuracy') return proportion(Math.round(value * m.total), m.total);
  return null;
}

/**
 * The interval of each metric of these answers that needs no resampling; null for others.
 * @param names those that will be asked for; draws are shared by them
 */
export function closedForms(
  answers: Answers,
  names: readonly MetricName[],
  seed: number,
): (name: MetricName, value: number) => Interval | null {
  if (answers.kind === 'regression') {
    const { truth, predicted } = answers;
    const errors = () => truth.map((t, i) => Math.abs(predicted[i]! - t));
    return (name) => (name === 'median_ae' ? medianInterval(errors()) : null);
  }
  const m = confusionOf(answers.truth, decide(answers), answers.probabilities.length);
  const drawn = confusionRules(answers.kind).filter(
    ([name]) => names.includes(name) && shareOf(name, 1, m) === null,
  );
  let posterior: Interval[] | null = null;
  return (name, value) => {
    const share = shareOf(name, value, m);
    if (share) return share;
    if (answers.kind === 'binary' && name === 'roc_auc') return delong(answers);
    if (answers.kind === 'binary' && name === 'brier' && m.total <= FEW_ROWS)
      return boundedMean(brierPerRow(answers), seed);
    if (answers.kind === 'binary' && name === 'average_precision' && value > 1 - FAULTLESS)
      return faultlessRanking(m.truth[1]!, m.truth[0]!, seed);
    // Of each class against the rest all pairs are in order; the class with the fewest rows says the least.
    if (name === 'roc_auc_ovr_macro' && value > 1 - FAULTLESS)
      return pairsInOrder(Math.min(...m.truth), m.total);
    const at = drawn.findIndex(([each]) => each === name);
    if (at < 0) return null;
    posterior ??= confusionPosterior(
      m,
      drawn.map(([, rule]) => rule),
      seed,
    );
    return posterior[at]!;
  };
}
