/** Trials from the best to the worst, as far as one can say while some have seen fewer folds than others. */
import { METRICS, type MetricName } from '../metrics/names';
import type { TrialSoFar } from './history';

/** Above 0 where the second is better; of equals 0. Undefined is worse than any value. */
export function compareValues(metric: MetricName, a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return METRICS[metric].better === 'higher' ? b - a : a - b;
}

/**
 * Finished ones by their mean; then those that were stopped, which others had outdone, the later the better; then
 * what failed or has no value. Ties in the order of their numbers. Running ones are left out.
 */
export function rankTrials(metric: MetricName, trials: readonly TrialSoFar[]): TrialSoFar[] {
  return trials
    .filter(({ outcome }) => outcome !== 'running')
    .sort(
      (a, b) =>
        tier(a) - tier(b) ||
        (tier(a) === 1 ? b.values.length - a.values.length : 0) ||
        compareValues(metric, a.mean, b.mean) ||
        a.number - b.number,
    );
}

function tier({ outcome, mean }: TrialSoFar): number {
  if (mean === null || outcome === 'failed') return 2;
  return outcome === 'stopped' ? 1 : 0;
}
