import { binomialAtMost } from '../../distributions/binomial';
import type { Interval } from './types';

/**
 * The exact interval of a median between two of the values themselves, for values of any continuous kind (H. A. David and
 * H. N. Nagaraja, "Order statistics", 2003, section 7.1): as many are left out on either side as leave at most 2.5 %.
 * With fewer than 6 values even the smallest and the largest leave more.
 */
export function medianInterval(values: Float64Array): Interval {
  const n = values.length;
  let out = 0;
  while (2 * out < n && binomialAtMost(out, n, 0.5) <= 0.025) out++;
  if (out === 0) return { low: null, high: null, method: 'none: too few rows', n };
  const sorted = values.slice().sort();
  return { low: sorted[out - 1]!, high: sorted[n - out]!, method: 'order statistics', n };
}
