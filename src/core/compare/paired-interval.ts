/** What the difference of two metrics on the same resamples says: pure, of values that are here. */
import { tQuantile, tTwoSided } from '../distributions/student-t';
import { acceleration, bca } from '../metrics/intervals/bca';
import { normalQuantile, normalShare } from '../metrics/intervals/normal';

export interface PairedInterval {
  low: number | null;
  high: number | null;
  /** Standard error of the difference. */
  error: number;
  p: number | null;
}

export const NO_INTERVAL: PairedInterval = { low: null, high: null, error: NaN, p: null };

/**
 * The z value at which the BCa interval ends at 0 (Efron 1987, its formula solved for z).
 * @param resampled in rising order, no NaN
 * @param a the acceleration
 * @param error the standard error
 */
export function zOfNone(value: number, resampled: Float64Array, a: number, error: number): number {
  const b = resampled.length;
  const kept = (share: number) => Math.min(Math.max(share, 0.5 / b), 1 - 0.5 / b);
  let below = 0;
  let under = 0;
  for (const each of resampled) {
    below += each < 0 ? 1 : each === 0 ? 0.5 : 0;
    under += each < value ? 1 : each === value ? 0.5 : 0;
  }
  // Beyond the resamples only their spread can tell.
  if (below < 1 || below > b - 1) {
    const edge = -normalQuantile(0.5 / b);
    const size = Math.max(edge, Math.abs(value) / error);
    return below < 1 ? -size : size;
  }
  const z0 = normalQuantile(kept(under / b));
  const w = normalQuantile(kept(below / b)) - z0;
  return w / (1 + a * w) - z0;
}

/**
 * A BCa interval, and p where that interval would end at 0. On few rows that alone calls equal models apart in 8 to 10 of
 * 100 cases; so the t interval with the bootstrap's standard error is taken where it is wider.
 * @param difference on the rows themselves
 * @param resampled on each resample, in rising order, no NaN, at least two
 * @param leftOut without each row (or group), or each of equal random sets of them; no NaN
 * @param whole rows, or groups, that are drawn
 */
export function pairedInterval(
  difference: number,
  resampled: Float64Array,
  leftOut: Float64Array,
  whole: number,
): PairedInterval {
  let mean = 0;
  for (const d of resampled) mean += d / resampled.length;
  let squares = 0;
  for (const d of resampled) squares += (d - mean) * (d - mean);
  const error = Math.sqrt(squares / (resampled.length - 1));
  if (resampled[0] === 0 && resampled.at(-1) === 0) return { low: 0, high: 0, error: 0, p: 1 };
  // No width would claim certainty.
  if (error <= 1e-12 * Math.abs(difference)) return NO_INTERVAL;
  const z = zOfNone(difference, resampled, acceleration(leftOut), error);
  // Resampling makes the spread too small by this much, and few rows give wider tails than a normal.
  const wide = error * Math.sqrt(whole / (whole - 1));
  const half = tQuantile(0.975, whole - 1) * wide;
  const { low, high } = bca(difference, resampled, leftOut);
  return {
    low: Math.min(low, difference - half),
    high: Math.max(high, difference + half),
    error,
    p: Math.max(
      Math.min(1, 2 * normalShare(-Math.abs(z))),
      tTwoSided(difference / wide, whole - 1),
    ),
  };
}
