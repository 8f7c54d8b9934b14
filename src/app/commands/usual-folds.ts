/** The folds that a task is judged by where nobody says otherwise, fitted to its rows. */
import { LoamError } from '../../core/errors';
import { checkFoldPlan } from '../../core/recipe/check-refinements';
import { defaultFolds } from '../../core/task/default-folds';
import type { FoldPlan } from '../../core/task/folds';
import type { WorkspaceContext } from '../workspace-context';
import type { MadeTask } from './draft-task';
import type { WorkOptions } from './evaluate-run';

/** Windows of time (FOLDS.md section 5). */
export interface Windows {
  /** How many. */
  windows: number;
  /** Milliseconds that each is long. Default: together as long as validation, where its rows allow it. */
  ahead?: number;
}

/** @throws LoamError `recipe-invalid` */
export function checkWindows({ windows: count, ahead = 1 }: Windows): void {
  if (!(ahead >= 1)) {
    const reason = 'must be a span of time, such as 7 days or 12 hours';
    throw new LoamError('recipe-invalid', { field: 'howFarAhead', reason });
  }
  checkFoldPlan({ by: 'time', count, horizon: ahead }, 'windows');
}

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

/**
 * Of a task by time; of another its usual folds.
 * @throws LoamError `fold-empty` where its rows do not make so many; it says how many they make
 */
export async function windowsThatFit(
  { windows, ahead }: Windows,
  context: Pick<WorkspaceContext, 'id' | 'workers'>,
  made: Pick<MadeTask, 'link' | 'task'>,
  options: WorkOptions = {},
): Promise<FoldPlan> {
  if (made.task.rule.by !== 'time') return usualFolds(context, made, options);
  const { signal } = options;
  const planOf = (count: number) => {
    const asked = { workspace: context.id, task: made.link, windows: count };
    const spanned = { ...asked, ...(ahead !== undefined && { ahead }) };
    return context.workers.analyst.call('planFolds', spanned, signal && { signal });
  };
  const plan = await planOf(windows);
  if (plan) return plan;
  const fitting =
    ahead === undefined
      ? ((await foldsThatFit(context, made, options))?.count ?? 0)
      : await mostThatFit(windows, planOf);
  throw new LoamError('fold-empty', { windows, ...(fitting > 1 && { fitting }) });
}

/** How many windows of one length fit where `tooMany` do not: where some fit, fewer do. 1 where not even two. */
async function mostThatFit(
  tooMany: number,
  planOf: (count: number) => Promise<FoldPlan | null>,
): Promise<number> {
  let fit = 1;
  let over = tooMany;
  while (over - fit > 1) {
    const count = Math.floor((fit + over) / 2);
    if (await planOf(count)) fit = count;
    else over = count;
  }
  return fit;
}
