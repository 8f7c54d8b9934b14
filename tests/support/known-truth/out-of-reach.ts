import type { MetricName } from '../../../src/core/metrics/names';

/** Why 93 % cannot be had there; null where it can. COVERAGE.md beside the intervals says more. */
export function outOfReach(metric: MetricName, n: number, value: number): string | null {
  if (metric === 'brier' && value === 0.99 && n < 1000)
    return 'a few rows hold most of the score, and a sample may have none of them';
  return null;
}
