import { log1p } from '../math';
import { normalQuantile } from '../metrics/intervals/normal';
import { expm1 } from './expm1';

/** The standard normal quantile of 0.8: the test finds such a difference in 8 of 10 cases. */
const POWER_80 = 0.8416212335729143;
/** A difference that would take this many times the rows is not told from none. */
const BEYOND = 400;

/** The share of each of several tests that together err in 5 of 100 cases (Sidak 1967). */
export function shareOfEach(tried: number): number {
  return -expm1(log1p(-0.05) / Math.max(1, tried));
}

/**
 * How many rows it would take to tell the observed difference from none, its standard error falling as 1 / sqrt(rows);
 * two significant digits, upwards. Null where there is no difference, or none that stands out at all.
 * @param error standard error of the difference on `rows`
 */
export function rowsNeeded(
  rows: number,
  difference: number,
  error: number,
  tried: number,
): number | null {
  if (difference === 0 || !(error > 0 && error < Infinity)) return null;
  const z = -normalQuantile(shareOfEach(tried) / 2) + POWER_80;
  const ratio = (z * error) / difference;
  const times = ratio * ratio;
  if (!(times <= BEYOND)) return null;
  const needed = Math.max(rows * times, rows + 1);
  let unit = 1;
  while (needed / unit >= 100) unit *= 10;
  return Math.ceil(needed / unit) * unit;
}
