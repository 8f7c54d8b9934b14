/** What a draft says of probabilities, coverage and folds; what no longer fits its task is let go. */
import type { Calibration, Refinements } from '../core/recipe/refinements';
import type { TaskKind } from '../core/task/types';
import type { RecipeDraft } from './commands/start-run';

export type DraftRefinements = Pick<RecipeDraft, 'byFolds'> &
  Pick<Refinements, 'calibration' | 'coverage'>;

/** Which calibrators know answers of that kind. */
export function calibrationsOf(kind: TaskKind): Calibration[] {
  if (kind === 'regression') return ['none'];
  return kind === 'binary'
    ? ['none', 'platt', 'isotonic', 'temperature']
    : ['none', 'isotonic', 'temperature'];
}

export function draftRefinements(draft: RecipeDraft | null, kind: TaskKind): DraftRefinements {
  const { byFolds = false, calibration = 'none', coverage = null } = draft ?? {};
  const fits = calibrationsOf(kind).includes(calibration);
  return { byFolds, calibration: fits ? calibration : 'none', coverage };
}
