/** The folds that a task is judged by where nobody says otherwise, fitted to its rows. */
import { defaultFolds } from '../../core/task/default-folds';
import type { FoldPlan } from '../../core/task/folds';
import type { WorkspaceContext } from '../workspace-context';
import type { MadeTask } from './draft-task';
import type { WorkOptions } from './evaluate-run';

/**
 * Null where its rows make no two folds.
 * @param made stored, at least under a lease
 */
export function foldsThatFit(
  { id, workers }: Pick<WorkspaceContext, 'id' | 'workers'>,
  { link }: Pick<MadeTask, 'link'>,
  { signal }: WorkOptions = {},
): Promise<FoldPlan | null> {
  return workers.analyst.call('planFolds', { workspace: id, task: link }, signal && { signal });
}

/** As `foldsThatFit`; where there are none, a plan that says so when it is dealt (`fold-empty`). */
export async function usualFolds(
  context: Pick<WorkspaceContext, 'id' | 'workers'>,
  made: Pick<MadeTask, 'link' | 'task'>,
  options: WorkOptions = {},
): Promise<FoldPlan> {
  return (await foldsThatFit(context, made, options)) ?? defaultFolds(made.task);
}
