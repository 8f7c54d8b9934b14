/** Judged rows that a model may only remember: equal, in every column that it reads, to rows that it has learnt from. */
import { plainNumber } from '../evaluation/plain-number';
import { PART_CODE } from '../task/types';
import { equalRows } from './alike-rows';
import { OFTEN_EQUAL } from './say';

export interface SharedRows {
  /** Judged rows that have an equal among those that were learnt from. */
  count: number;
  /** Different rows among both together, as a share of them: where it is low, rows are equal by chance. */
  different: number;
}

/** @param learnt and `judged`: a key per row, equal where the columns that are read are equal */
export function sharedRows(learnt: Float64Array, judged: Float64Array): SharedRows {
  const keys = new Float64Array(learnt.length + judged.length);
  keys.set(learnt);
  keys.set(judged, learnt.length);
  const parts = new Uint8Array(keys.length).fill(PART_CODE.test, learnt.length);
  parts.fill(PART_CODE.train, 0, learnt.length);
  const { count, different } = equalRows(keys, parts);
  return { count, different };
}

/** What that means for the numbers, as a sentence; null where there is none. */
export function sharedSentence({ count, different }: SharedRows, of: number): string | null {
  if (count === 0) return null;
  const [rows, like] = count === 1 ? ['row is', 'one'] : ['rows are', 'ones'];
  const said = `${plainNumber(count, 4)} of the ${plainNumber(of, 4)} judged ${rows} equal to ${like} that the model has learnt from, in every column that it reads`;
  return different < OFTEN_EQUAL
    ? `${said}. Few different rows are possible with these columns, so this may be chance.`
    : `${said}: it may only remember them, and then looks better than it is.`;
}
