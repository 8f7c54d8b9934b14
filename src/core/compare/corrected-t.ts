import { tQuantile, tTwoSided } from '../distributions/student-t';

export interface CorrectedT {
  /** Mean of the differences. */
  difference: number;
  /** 95 % interval of the mean difference; null for fewer than two folds, or where all differences are equal but not 0. */
  low: number | null;
  high: number | null;
  /** Of the two-sided test that the mean difference is 0; null where there is no interval. */
  p: number | null;
}

/**
 * The corrected resampled t test of Nadeau and Bengio (2003, "Inference for the generalization error", section 4):
 * folds share rows to learn from, so the variance of their mean is (1 / k + judged / learnt) s^2 instead of s^2 / k,
 * with k - 1 degrees of freedom, over the folds of all repeats.
 * @param differences per fold, the metric of one candidate less that of the other, on the same rows; all finite
 * @param learnRows rows that a fold learns from; their mean over the folds, where those differ
 * @param judgeRows rows that a fold is judged on; their mean over the folds, where those differ
 */
export function correctedT(
  differences: readonly number[] | Float64Array,
  learnRows: number,
  judgeRows: number,
): CorrectedT {
  const k = differences.length;
  let sum = 0;
  for (const each of differences) sum += each;
  const difference = k > 0 ? sum / k : 0;
  let squares = 0;
  let largest = 0;
  for (const each of differences) {
    squares += (each - difference) * (each - difference);
    largest = Math.max(largest, Math.abs(each));
  }
  if (k > 1 && largest === 0) return { difference: 0, low: 0, high: 0, p: 1 };
  // Equal differences differ by rounding alone; no width would claim certainty.
  if (k < 2 || Math.sqrt(squares / k) <= 1e-14 * largest) {
    return { difference, low: null, high: null, p: null };
  }
  const error = Math.sqrt((1 / k + judgeRows / learnRows) * (squares / (k - 1)));
  const half = tQuantile(0.975, k - 1) * error;
  return {
    difference,
    low: difference - half,
    high: difference + half,
    p: tTwoSided(difference / error, k - 1),
  };
}
