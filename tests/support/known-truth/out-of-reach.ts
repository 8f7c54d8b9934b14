import type { MetricName } from '../../../src/core/metrics/names';

/** Why 93 % (or no more than 99 %) cannot be had there; null where it can. COVERAGE.md beside the intervals says more. */
export function outOfReach(metric: MetricName, n: number, value: number): string | null {
  if (metric === 'brier' && value === 0.99 && n < 1000)
    return 'a few rows hold most of the score, and a sample may have none of them';
  if (metric === 'average_precision' && n === 30 && value === 0.5)
    return 'classes of 4 to 1 leave six positive rows, at times one or two';
  if (
    (metric === 'average_precision' || metric === 'roc_auc_ovr_macro') &&
    n === 30 &&
    value === 0.99
  )
    return 'most samples are ranked without a fault, and one interval holds for all of these';
  return null;
}
