/** So many folds as a plan for a task, as its form would deal them. */
import { LoamError } from '../../../core/errors';
import type { FoldPlan } from '../../../core/task/folds';
import type { FoldsArgs } from '../../../kernel/library/study-verbs';
import type { TaskDraft } from '../../commands/draft-task';

/**
 * Stratified where the task is: its groups stay whole either way.
 * @throws LoamError `argument-invalid` for a task by time
 */
export function foldPlanOf(
  { count, repeats }: FoldsArgs,
  { by, roles }: Pick<TaskDraft, 'by' | 'roles'>,
): FoldPlan {
  if (by === 'time') {
    const reason =
      'are dealt by time for this task, in windows as long as its validation; leave them out';
    throw new LoamError('argument-invalid', { argument: 'folds', reason });
  }
  const grouped = by === 'hash' && roles.some(({ role }) => role === 'group');
  return { by: grouped ? 'hash' : 'stratified', count, repeats, seed: 0 };
}
