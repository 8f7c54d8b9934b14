import type { Answers } from '../answers';
import type { MetricName } from '../names';
import { bootstrapInterval } from './bootstrap';
import { logitBootstrap } from './logit-bootstrap';
import type { Interval } from './types';
import { widened } from './widened';

/**
 * The interval of a metric of independent rows for which `closedForms` has none, from its values on resamples and without
 * groups of rows (NaN where undefined).
 * @param value finite
 */
export function byResampling(
  name: MetricName,
  value: number,
  resampled: Float64Array,
  leftOut: Float64Array,
  answers: Answers,
): Interval {
  const n = answers.truth.length;
  if (name === 'average_precision' && n > 1 && value > 0 && value < 1) {
    let positives = 0;
    for (const t of answers.truth) positives += t;
    return logitBootstrap(value, resampled, leftOut, positives, n);
  }
  return widened(bootstrapInterval(value, resampled, leftOut, n), name, answers);
}
