/** Deals the rows of train and validation to folds. FOLDS.md says exactly how. */
import { LoamError } from '../errors';
import { dealByKey } from './folds/deal-by-key';
import { dealByTime } from './folds/deal-by-time';
import { foldCount, type Fold, type FoldPlan } from './folds';
import type { Lanes } from './parts/word-hash';
import type { Target } from './target';
import { PART_CODE } from './types';

export interface FoldInput {
  plan: FoldPlan;
  /** PART_CODE or NO_PART per row of the dataset version. */
  parts: Uint8Array;
  target: Target;
  /** Keys of the rows by the task's rule, see `foldKeys`; not read by time. */
  keys: Lanes;
  /** Milliseconds UTC per row, NaN where missing; needed by time. */
  times?: Float64Array | null;
}

/**
 * In the order of their numbers. Equal input gives equal folds; every fold learns from rows and is judged on rows.
 * @throws LoamError `fold-empty`
 */
export function dealFolds(input: FoldInput): Fold[] {
  const { plan, parts, target, keys, times } = input;
  const dealt = Uint8Array.from(parts, (part) =>
    part === PART_CODE.train || part === PART_CODE.validation ? 1 : 0,
  );
  if (plan.by !== 'time') return checked(plan, dealByKey(plan, dealt, target, keys));
  if (!times)
    throw new LoamError('fold-empty', { reason: 'No column says when each row was seen.' });
  return checked(plan, dealByTime(plan, dealt, times));
}

function checked(plan: FoldPlan, folds: Fold[]): Fold[] {
  const empty = folds.find(({ learn, judge }) => learn.length === 0 || judge.length === 0);
  if (!empty) return folds;
  throw new LoamError('fold-empty', { fold: empty.number + 1, count: foldCount(plan) });
}
