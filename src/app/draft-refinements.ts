/** What a draft says of probabilities, coverage and folds; what no longer fits its task is let go. */
import type { Calibration, Refinements } from '../core/recipe/refinements';
import type { TaskKind } from '../core/task/types';
import type { TaskDraft } from './commands/draft-task';
import type { RecipeDraft } from './commands/start-run';

export type DraftRefinements = Pick<RecipeDraft, 'byFolds'> &
  Pick<Refinements, 'calibration' | 'coverage'>;

/** With so many rows of train and validation one validation part judges as surely as folds would. */
export const MANY_ROWS = 2000;

/** Rows that would judge a model, about: of validation, and of train and validation by folds. */
export function judgedRows(
  rows: number,
  { validation, test }: Pick<TaskDraft, 'validation' | 'test'>,
): { validation: number; all: number; few: boolean } {
  const all = Math.round(rows * (1 - test));
  return { validation: Math.round(rows * validation), all, few: all < MANY_ROWS };
}

/** Whether folds judge: what was asked for, else where rows are few and can be dealt. */
export function foldsJudge(
  asked: RecipeDraft['byFolds'],
  rows: number,
  task: Pick<TaskDraft, 'validation' | 'test'>,
): NonNullable<RecipeDraft['byFolds']> {
  return asked ?? (judgedRows(rows, task).few && 'where-dealt');
}

/** Which calibrators know answers of that kind. */
export function calibrationsOf(kind: TaskKind): Calibration[] {
  if (kind === 'regression') return ['none'];
  return kind === 'binary'
    ? ['none', 'platt', 'isotonic', 'temperature']
    : ['none', 'isotonic', 'temperature'];
}

export function draftRefinements(draft: RecipeDraft | null, kind: TaskKind): DraftRefinements {
  const { byFolds, calibration = 'none', coverage = null } = draft ?? {};
  const fits = calibrationsOf(kind).includes(calibration);
  return { byFolds, calibration: fits ? calibration : 'none', coverage };
}
