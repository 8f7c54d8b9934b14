import { normalQuantile, normalShare, Z_95 } from './normal';

/** The value below which a share `p` of `sorted` lies, linear between neighbours. */
export function quantile(sorted: Float64Array, p: number): number {
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}

/** Skewness of the influence of (groups of) rows, over 6: Efron's acceleration. */
export function acceleration(leftOut: Float64Array): number {
  let mean = 0;
  for (const value of leftOut) mean += value / leftOut.length;
  // The skewness has no unit: dividing by the largest keeps the cubes within range.
  let largest = 0;
  for (const value of leftOut) largest = Math.max(largest, Math.abs(mean - value));
  if (!(largest > 0 && largest < Infinity)) return 0;
  let squares = 0;
  let cubes = 0;
  for (const value of leftOut) {
    const d = (mean - value) / largest;
    squares += d * d;
    cubes += d * d * d;
  }
  return cubes / (6 * squares * Math.sqrt(squares));
}

/**
 * 95 % bias-corrected and accelerated bootstrap interval (Efron 1987).
 * @param resampled the metric on each resample, in rising order, no NaN
 * @param leftOut the metric without each row, or each of equal random groups of rows; no NaN
 */
export function bca(
  value: number,
  resampled: Float64Array,
  leftOut: Float64Array,
): { low: number; high: number } {
  const b = resampled.length;
  let below = 0;
  for (const each of resampled) below += each < value ? 1 : each === value ? 0.5 : 0;
  // Kept off 0 and 1, where the correction would be infinite.
  const z0 = normalQuantile(Math.min(Math.max(below / b, 0.5 / b), 1 - 0.5 / b));
  const a = acceleration(leftOut);
  const share = (z: number) => {
    const w = z0 + z;
    return normalShare(z0 + w / Math.max(1 - a * w, 1e-6));
  };
  return { low: quantile(resampled, share(-Z_95)), high: quantile(resampled, share(Z_95)) };
}
