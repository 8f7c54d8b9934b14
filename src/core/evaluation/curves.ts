import { rank, type Ranking } from '../metrics/ranking';
import { thin } from './thin';
import type { Point } from './types';

export interface Curves {
  /** x false positive rate, y true positive rate, from (0, 0) to (1, 1). */
  roc: Point[];
  /** x recall, y precision, from (0, 1), where nothing is answered, to full recall. */
  precisionRecall: Point[];
}

function sweep(ranking: Ranking): Curves {
  let positives = 0;
  for (const code of ranking) positives += code & 1;
  const negatives = ranking.length - positives;
  const roc: Point[] = [{ x: 0, y: 0 }];
  const precisionRecall: Point[] = [{ x: 0, y: 1 }];
  let hits = 0;
  let answered = 0;
  for (const code of ranking) {
    hits += code & 1;
    answered += 1;
    if ((code & 2) === 0) continue;
    roc.push({ x: (answered - hits) / negatives, y: hits / positives });
    precisionRecall.push({ x: hits / positives, y: hits / answered });
  }
  return { roc, precisionRecall };
}

/** One point per threshold, at most `most` of them; null unless there are positive and negative rows. */
export function curves(
  scores: Float64Array,
  isPositive: (row: number) => boolean,
  most: number,
): Curves | null {
  const ranking = rank(scores, isPositive);
  const positive = ranking.some((code) => (code & 1) === 1);
  const negative = ranking.some((code) => (code & 1) === 0);
  if (!positive || !negative) return null;
  const { roc, precisionRecall } = sweep(ranking);
  return { roc: thin(roc, most), precisionRecall: thin(precisionRecall, most) };
}
