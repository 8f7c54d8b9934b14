import { orderByScore } from '../metrics/order-by-score';
import type { CalibrationBin } from './types';

const MOST_BINS = 10;
/** A bin of fewer rows says nothing. */
const ROWS_PER_BIN = 10;

/**
 * Rows in order of their prediction, cut into bins of equal counts; equal predictions stay together.
 * @param observed what came true: 0 or 1 (classes), or the value (regression)
 */
export function calibrationBins(
  predicted: Float64Array,
  observed: ArrayLike<number>,
): CalibrationBin[] {
  const n = predicted.length;
  const order = orderByScore(predicted).reverse();
  const wanted = Math.min(MOST_BINS, Math.max(1, Math.floor(n / ROWS_PER_BIN)));
  const bins: CalibrationBin[] = [];
  let start = 0;
  for (let bin = 1; bin <= wanted && start < n; bin++) {
    let end = Math.max(start + 1, Math.round((bin * n) / wanted));
    while (end < n && predicted[order[end]!] === predicted[order[end - 1]!]) end++;
    let sumPredicted = 0;
    let sumObserved = 0;
    for (let k = start; k < end; k++) {
      sumPredicted += predicted[order[k]!]!;
      sumObserved += observed[order[k]!]!;
    }
    const count = end - start;
    bins.push({ predicted: sumPredicted / count, observed: sumObserved / count, count });
    start = end;
  }
  return bins;
}

/** Mean distance of the bins from what came true, by their rows (ECE over bins of equal counts); NaN without bins. */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  let [sum, rows] = [0, 0];
  for (const { predicted, observed, count } of bins) {
    sum += Math.abs(predicted - observed) * count;
    rows += count;
  }
  return sum / rows;
}
