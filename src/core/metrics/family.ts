import type { MetricName } from './names';

/**
 * Metrics that share their preparation (a sort, a loss per row) and one pass over the rows. The same code
 * gives a metric's value (every row counted once) and its value on a resample (rows counted 0, 1, 2, ...).
 */
export interface Family {
  names: readonly MetricName[];
  /** Rough number of passes over the rows that `measure` makes; what a resample costs. */
  passes: number;
  /** Writes one value per name, NaN where it is undefined, to `into` from `at` on. */
  measure(counts: Int32Array, into: Float64Array, at: number): void;
}
