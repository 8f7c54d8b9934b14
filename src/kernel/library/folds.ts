/** How often the rows of train and validation are dealt, as cells say it. */
import { refuse, shown, whole } from './refuse';

export interface FoldsArgs {
  count: number;
  repeats: number;
}

const FOLDS = 5;
const MOST_FOLDS = 50;
const MOST_REPEATS = 20;

/** Null where neither is given: as the task proposes. */
export function foldsOf(at: string, folds: unknown, repeats: unknown): FoldsArgs | null {
  if (folds === undefined && repeats === undefined) return null;
  return {
    count: whole(`${at}: folds`, folds ?? FOLDS, 2, MOST_FOLDS),
    repeats: whole(`${at}: repeats`, repeats ?? 1, 1, MOST_REPEATS),
  };
}

/**
 * Of training, where false holds validation out and true takes the folds that the task proposes.
 * @param own the task's
 * @returns null where nobody says: folds where rows are few
 */
export function fittingOf(
  at: string,
  own: FoldsArgs | false | null,
  folds: unknown,
  repeats: unknown,
): FoldsArgs | boolean | null {
  if (folds === false) {
    if (repeats !== undefined) refuse(`${at}: repeats`, 'is for folds, which are turned off here.');
    return false;
  }
  if (folds === undefined && repeats === undefined) return own;
  if (folds === true && repeats === undefined) return own || true;
  if (folds !== undefined && folds !== true && typeof folds !== 'number') {
    return refuse(`${at}: folds`, `is ${shown(folds)}; it must be true, false or how many folds.`);
  }
  const plan = own || null;
  const count = typeof folds === 'number' ? folds : plan?.count;
  return foldsOf(at, count, repeats ?? plan?.repeats) ?? true;
}
