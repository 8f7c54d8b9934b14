import { normalShare, Z_95 } from '../metrics/intervals/normal';
import { rank } from '../metrics/ranking';

export interface DeLongPair {
  aucA: number;
  aucB: number;
  /** B less A. */
  difference: number;
  /** Standard error of the difference, their correlation counted. */
  error: number;
  low: number | null;
  high: number | null;
  /** Two-sided; null where the error is 0 and the difference is not, or a class has fewer than two rows. */
  p: number | null;
}

/** Per row: the share of rows of the other class that it is in order with, equal scores counting half. */
function placements(scores: Float64Array, isPositive: (row: number) => boolean): Float64Array {
  const ranking = rank(scores, isPositive);
  let positives = 0;
  for (const code of ranking) positives += code & 1;
  const negatives = ranking.length - positives;
  const placed = new Float64Array(ranking.length);
  let positivesAbove = 0;
  let negativesAbove = 0;
  let from = 0;
  for (let k = 0; k < ranking.length; k++) {
    if ((ranking[k]! & 2) === 0) continue;
    let p = 0;
    for (let i = from; i <= k; i++) p += ranking[i]! & 1;
    const n = k + 1 - from - p;
    for (let i = from; i <= k; i++) {
      const code = ranking[i]!;
      placed[code >>> 2] =
        (code & 1) === 1
          ? (negatives - negativesAbove - n / 2) / negatives
          : (positivesAbove + p / 2) / positives;
    }
    positivesAbove += p;
    negativesAbove += n;
    from = k + 1;
  }
  return placed;
}

/** Mean over the rows of one class, and the variance of that mean. */
function meanOf(values: number[]): { mean: number; variance: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return { mean, variance: squares / (values.length - 1) / values.length };
}

/**
 * Two ROC AUCs on the same rows, compared by DeLong, DeLong and Clarke-Pearson (1988), the placements from
 * one sort per model (Sun and Xu 2014). The interval of the difference is its normal one.
 * @param truth 1 where a row is positive
 */
export function delongPair(
  truth: ArrayLike<number>,
  scoresA: Float64Array,
  scoresB: Float64Array,
): DeLongPair {
  const isPositive = (row: number) => truth[row] === 1;
  const a = placements(scoresA, isPositive);
  const b = placements(scoresB, isPositive);
  const ofClass = (values: Float64Array, positive: boolean) =>
    [...values].filter((_, row) => isPositive(row) === positive);
  const differences = b.map((value, row) => value - a[row]!);
  const overPositives = meanOf(ofClass(differences, true));
  const overNegatives = meanOf(ofClass(differences, false));
  const aucA = meanOf(ofClass(a, true)).mean;
  const aucB = meanOf(ofClass(b, true)).mean;
  const difference = overPositives.mean;
  const error = Math.sqrt(overPositives.variance + overNegatives.variance);
  const none = { aucA, aucB, difference, error, low: null, high: null };
  if (!Number.isFinite(error)) return { ...none, p: null };
  // Rounding alone is no difference.
  if (error < 1e-12) {
    return Math.abs(difference) < 1e-12
      ? { ...none, difference: 0, low: 0, high: 0, p: 1 }
      : { ...none, p: null };
  }
  return {
    ...none,
    low: difference - Z_95 * error,
    high: difference + Z_95 * error,
    p: Math.min(1, 2 * normalShare(-Math.abs(difference) / error)),
  };
}
