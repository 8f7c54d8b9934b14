/**
 * From a draft to a run under way: task and recipe become objects, the run's start is recorded in the same
 * commit, and the training goes on by itself. A recipe that has run is known: asking again answers its run.
 */
import type { Digest, Link } from '../../core/hash/digest';
import type { DatasetRow } from '../../core/log/rows';
import type { RecipeFacts } from '../../core/recipe/facts';
import type { Refinements } from '../../core/recipe/refinements';
import { toRecipe } from '../../core/recipe/spec';
import type { EngineRecipe, Recipe } from '../../core/recipe/types';
import type { FoldPlan } from '../../core/task/folds';
import type { ActiveRuns } from '../active-runs.svelte';
import { storeCode, type PlannedCode } from '../code-recipe/planned-code';
import type { WorkspaceContext } from '../workspace-context';
import { makeDraftTask, type TaskDraft } from './draft-task';
import type { WorkOptions } from './evaluate-run';
import { foldsThatFit, usualFolds, windowsThatFit, type Windows } from './usual-folds';

/** A recipe without the task it will name; `Refinements` default to none of them. */
export type RecipeDraft = Pick<
  EngineRecipe,
  'preprocessing' | 'targetScale' | 'model' | 'trainer' | 'seed' | 'engine'
> &
  Partial<Refinements> & {
    /**
     * Learnt by the folds of its task, see `usualFolds`, whatever `fitting` says; `where-dealt`: unless its rows
     * make no two folds; or in so many windows of its time. Default: no.
     */
    byFolds?: boolean | 'where-dealt' | Windows;
  };

export interface RunDraft {
  dataset: DatasetRow;
  task: TaskDraft;
  recipe: RecipeDraft;
  /** The function of a notebook that learns the weights, its objects yet to be stored; default null. */
  byCode?: PlannedCode | null;
  facts: RecipeFacts;
  /** What the task says in plain words. */
  sentence: string;
  /** Identity of the code of the notebook's cells that asked for it; default null. */
  code?: Digest | null;
}

export interface StartResult {
  run: string;
  /** This very recipe had run before; nothing was started. */
  known: boolean;
}

export async function startRun(
  context: WorkspaceContext & { runs: ActiveRuns },
  { dataset, task, recipe, byCode, facts, sentence, code }: RunDraft,
  options: WorkOptions = {},
): Promise<StartResult> {
  const { store, runs } = context;
  const started = await context.underLease<StartResult & { link: Link; value: Recipe }>(
    async (lease) => {
      const made = await makeDraftTask(context, lease.id, { dataset, task, sentence }, options);
      const planned = byCode ? { code: await storeCode(context, lease.id, byCode) } : {};
      const { byFolds = false, ...plain } = recipe;
      const folds = byFolds && (await dealt(byFolds, context, made, options));
      const fitting = folds ? { fitting: { type: 'folds' as const, folds } } : {};
      const value = toRecipe({ ...plain, ...fitting, ...planned, task: made.link }, facts);
      const link = await store.putJson(lease.id, value);
      const known = made.ops.length > 0 ? null : await runs.known(link);
      if (known) return { ops: [], value: { run: known, known: true, link, value } };
      const run = runs.prepare(link, value, code);
      return { ops: [...made.ops, run.op], value: { run: run.id, known: false, link, value } };
    },
  );
  const { run, known, link, value } = started;
  runs.ask(run);
  if (!known) runs.start(run, link, value);
  return { run, known };
}

function dealt(
  byFolds: true | 'where-dealt' | Windows,
  ...given: Parameters<typeof usualFolds>
): Promise<FoldPlan | null> {
  if (byFolds === true) return usualFolds(...given);
  return byFolds === 'where-dealt' ? foldsThatFit(...given) : windowsThatFit(byFolds, ...given);
}
