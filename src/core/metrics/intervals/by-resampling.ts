import type { Answers } from '../answers';
import type { MetricName } from '../names';
import { bootstrapInterval } from './bootstrap';
import { byGroups } from './by-groups';
import { logitBootstrap } from './logit-bootstrap';
import type { Interval } from './types';
import type { Units } from './units';
import { widened } from './widened';

function positivesOf({ truth }: Answers): number {
  let positives = 0;
  for (const each of truth) positives += each;
  return positives;
}

/**
 * The interval of a metric for which `closedForms` has none, from its values on resamples and without groups of rows (NaN where
 * undefined).
 * @param value finite
 * @param units groups of rows that were drawn and left out whole; null where rows are independent
 */
export function byResampling(
  name: MetricName,
  value: number,
  resampled: Float64Array,
  leftOut: Float64Array,
  answers: Answers,
  units: Units | null,
): Interval {
  if (units) return byGroups(name, value, resampled, leftOut, answers, units);
  const n = answers.truth.length;
  if (n > 1 && value > 0 && value < 1) {
    if (name === 'roc_auc_ovr_macro') return logitBootstrap(value, resampled, leftOut, null, n);
    if (name === 'average_precision') {
      const binomial = Math.sqrt((value * (1 - value)) / positivesOf(answers));
      return logitBootstrap(value, resampled, leftOut, binomial, n);
    }
  }
  return widened(bootstrapInterval(value, resampled, leftOut, n), name, answers);
}
