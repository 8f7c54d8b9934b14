import { bca } from './bca';
import { spelled } from './spelled';
import type { Interval } from './types';

/** An interval is given only where the metric was defined on at least this share of the resamples. */
const DEFINED = 0.9;
const ROUNDING = 1e-12;

/** The BCa interval of one metric from its values on resamples and without groups of rows; NaN is undefined. */
export function bootstrapInterval(
  value: number,
  resampled: Float64Array,
  leftOut: Float64Array,
  n: number,
): Interval {
  const method = `bootstrap, ${spelled(resampled.length)} resamples`;
  const defined = resampled.filter((each) => Number.isFinite(each)).sort();
  if (defined.length < DEFINED * resampled.length || n < 2) {
    return { low: null, high: null, method, n };
  }
  // No width would claim certainty: no fault among n rows is no proof that there is none.
  if (defined.at(-1)! - defined[0]! <= ROUNDING * Math.abs(value)) {
    return { low: null, high: null, method: 'none: every resample gives the same value', n };
  }
  return {
    ...bca(
      value,
      defined,
      leftOut.filter((each) => Number.isFinite(each)),
    ),
    method,
    n,
  };
}
