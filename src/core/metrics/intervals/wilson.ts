import { Z_95 } from './normal';
import type { Interval } from './types';

/** Wilson's score interval (1927) for `hits` of `n` independent rows. */
export function wilson(hits: number, n: number): Interval {
  if (n === 0) return { low: null, high: null, method: 'Wilson', n };
  const p = hits / n;
  const z2 = (Z_95 * Z_95) / n;
  const centre = (p + z2 / 2) / (1 + z2);
  const half = Math.sqrt(z2 * (p * (1 - p) + z2 / 4)) / (1 + z2);
  return {
    // At the ends the bound is exactly the share itself; rounding must not miss it.
    low: hits === 0 ? 0 : Math.max(0, centre - half),
    high: hits === n ? 1 : Math.min(1, centre + half),
    method: 'Wilson',
    n,
  };
}
