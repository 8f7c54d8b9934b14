/** So many folds for a task: a plan as its form would deal them, or windows that are fitted to its rows later. */
import { LoamError } from '../../../core/errors';
import type { FoldPlan } from '../../../core/task/folds';
import type { FoldsArgs } from '../../../kernel/library/study-verbs';
import type { TaskDraft } from '../../commands/draft-task';
import type { Windows } from '../../commands/usual-folds';

/**
 * Stratified where the task is: its groups stay whole either way. By time in windows, one after the other.
 * @throws LoamError `argument-invalid` for windows that are to be repeated, and for how far ahead of folds that are no windows
 */
export function foldPlanOf(
  { count, repeats, ahead }: FoldsArgs,
  { by, roles }: Pick<TaskDraft, 'by' | 'roles'>,
): FoldPlan | Windows {
  if (by === 'time') {
    if (repeats === 1) return { windows: count, ...(ahead !== null && { ahead }) };
    const reason = 'deals folds anew, but windows of time come one after the other; leave it out';
    throw new LoamError('argument-invalid', { argument: 'repeats', reason });
  }
  if (ahead !== null) {
    const reason = 'is for a task by time: parts: { by: "time" }';
    throw new LoamError('argument-invalid', { argument: 'folds.ahead', reason });
  }
  const grouped = by === 'hash' && roles.some(({ role }) => role === 'group');
  return { by: grouped ? 'hash' : 'stratified', count, repeats, seed: 0 };
}
