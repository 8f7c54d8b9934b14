/** How often the rows of train and validation are dealt, as cells say it. */
import { readSpan } from '../../core/evaluation/read-span';
import { options, refuse, shown, whole } from './refuse';

/** Folds as a cell says them: how many, or of a task by time so many windows (default 5), each as long as `ahead`. */
export type FoldsOption = number | { windows?: number; ahead: string };

export interface FoldsArgs {
  count: number;
  repeats: number;
  /** Milliseconds that each window of time is long; null: together as long as validation. */
  ahead: number | null;
}

const FOLDS = 5;
const MOST_FOLDS = 50;
const MOST_REPEATS = 20;

/**
 * @param own the task's
 * @returns those where neither is given; null: as the task proposes
 */
export function foldsOf(
  at: string,
  folds: unknown,
  repeats: unknown,
  own: FoldsArgs | null = null,
): FoldsArgs | null {
  if (folds === undefined && repeats === undefined) return own;
  return {
    ...(folds === undefined ? { count: FOLDS, ahead: null, ...own } : dealt(`${at}: folds`, folds)),
    repeats: whole(`${at}: repeats`, repeats ?? own?.repeats ?? 1, 1, MOST_REPEATS),
  };
}

function dealt(at: string, folds: unknown): Pick<FoldsArgs, 'count' | 'ahead'> {
  if (folds === null || typeof folds !== 'object') {
    return { count: whole(at, folds, 2, MOST_FOLDS), ahead: null };
  }
  const { windows = FOLDS, ahead } = options(at, folds, ['windows', 'ahead']);
  const span = typeof ahead === 'string' ? readSpan(ahead) : null;
  return {
    count: whole(`${at}.windows`, windows, 2, MOST_FOLDS),
    ahead:
      span ??
      refuse(
        `${at}.ahead`,
        `is ${shown(ahead)}; it must be how long each window is, such as “7 days” or “12 hours”.`,
      ),
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
  if (folds === null || typeof folds === 'string') {
    return refuse(
      `${at}: folds`,
      `is ${shown(folds)}; it must be true, false, how many folds, or { windows, ahead }.`,
    );
  }
  return foldsOf(at, folds === true ? undefined : folds, repeats, own || null) ?? true;
}
