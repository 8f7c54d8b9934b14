import { orderByScore } from './order-by-score';

/**
 * Rows in falling order of a score, ties found once, so that any resample is one pass.
 * One number per place: 4 * row, + 1 where the row is positive, + 2 where its group of equal scores ends.
 */
export type Ranking = Uint32Array<ArrayBuffer>;

/** @param scores fewer than 2^30 numbers, no NaN */
export function rank(scores: Float64Array, isPositive: (row: number) => boolean): Ranking {
  const order = orderByScore(scores);
  return order.map((row, k) => {
    const ends = k === order.length - 1 || scores[row] !== scores[order[k + 1]!];
    return 4 * row + (isPositive(row) ? 1 : 0) + (ends ? 2 : 0);
  });
}

/**
 * Two areas from one pass over a ranking, row r counted `counts[r]` times:
 * - `rocAuc`: the probability that a positive row scores above a negative one, ties counting half (the
 *   trapezoid under the ROC curve); NaN unless both kinds are there.
 * - `averagePrecision`: the sum over thresholds of the rise in recall times the precision there, without
 *   interpolation (scikit-learn's); NaN without positives.
 */
export function areas(
  ranking: Ranking,
  counts: Int32Array,
): { rocAuc: number; averagePrecision: number } {
  let area = 0;
  let precisions = 0;
  let hits = 0;
  let answered = 0;
  let tiedHits = 0;
  let tied = 0;
  for (let k = 0; k < ranking.length; k++) {
    const code = ranking[k]!;
    const count = counts[code >>> 2]!;
    tied += count;
    tiedHits += count * (code & 1);
    if ((code & 2) === 0) continue;
    area += (tied - tiedHits) * (hits + 0.5 * tiedHits);
    hits += tiedHits;
    answered += tied;
    precisions += (tiedHits * hits) / Math.max(answered, 1);
    tied = 0;
    tiedHits = 0;
  }
  return { rocAuc: area / (hits * (answered - hits)), averagePrecision: precisions / hits };
}
