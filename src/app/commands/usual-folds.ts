/** The folds that a task is judged by where nobody says otherwise, fitted to its rows. */
import { defaultFolds } from '../../core/task/default-folds';
import type { FoldPlan } from '../../core/task/folds';
import type { WorkspaceContext } from '../workspace-context';
import type { MadeTask } from './draft-task';
import type { WorkOptions } from './evaluate-run';

/**
 * Where its rows make no two folds, a plan that says so when it is dealt (`fold-empty`).
 * @param made stored, at least under a lease
 */
export async function usualFolds(
  { id, workers }: Pick<WorkspaceContext, 'id' | 'workers'>,
  { link, task }: Pick<MadeTask, 'link' | 'task'>,
  { signal }: WorkOptions = {},
): Promise<FoldPlan> {
  const options = signal && { signal };
  const plan = await workers.analyst.call('planFolds', { workspace: id, task: link }, options);
  return plan ?? defaultFolds(task);
}
