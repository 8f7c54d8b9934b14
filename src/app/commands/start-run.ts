/**
 * From a draft to a run under way: task and recipe become objects, the run's start is recorded in the same
 * commit, and the training goes on by itself. A recipe that has run is known: asking again answers its run.
 */
import type { Digest, Link } from '../../core/hash/digest';
import type { DatasetRow } from '../../core/log/rows';
import type { Operation } from '../../core/log/types';
import type { MetricName } from '../../core/metrics/names';
import type { RecipeFacts } from '../../core/recipe/facts';
import { toRecipe } from '../../core/recipe/spec';
import type { EngineRecipe, Recipe } from '../../core/recipe/types';
import type { Role, TaskKind } from '../../core/task/types';
import type { TaskSpec } from '../../../workers/contract';
import type { ActiveRuns } from '../active-runs.svelte';
import { storeCode, type PlannedCode } from '../code-recipe/planned-code';
import type { WorkspaceContext } from '../workspace-context';
import type { WorkOptions } from './evaluate-run';

export interface TaskDraft {
  target: string;
  positive: string | null;
  kind: TaskKind;
  metric: MetricName;
  roles: { column: string; role: Role; why: string }[];
  by: 'hash' | 'stratified' | 'time';
  /** Shares of the rows. */
  validation: number;
  test: number;
}

/** A recipe without the task it will name. */
export type RecipeDraft = Pick<
  EngineRecipe,
  'preprocessing' | 'targetScale' | 'model' | 'trainer' | 'seed' | 'engine'
>;

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
      const made = await context.workers.analyst.call(
        'makeTask',
        { workspace: context.id, lease: lease.id, spec: await taskSpec(context, task, dataset) },
        options,
      );
      const planned = byCode ? { code: await storeCode(context, lease.id, byCode) } : {};
      const value = toRecipe({ ...recipe, ...planned, task: made.link }, facts);
      const link = await store.putJson(lease.id, value);
      const isNew = (await store.find('tasks', 'task', made.link)).length === 0;
      const known = isNew ? null : await runs.known(link);
      if (known) return { ops: [], value: { run: known, known: true, link, value } };
      const saved: Operation = {
        type: 'task-saved',
        task: made.link,
        name: `${dataset.name}: ${task.target}`,
        dataset: dataset.manifest,
        kind: made.task.kind,
        target: task.target,
        sentence,
      };
      const run = runs.prepare(link, value, code);
      const ops = isNew ? [saved, run.op] : [run.op];
      return { ops, value: { run: run.id, known: false, link, value } };
    },
  );
  const { run, known, link, value } = started;
  runs.ask(run);
  if (!known) runs.start(run, link, value);
  return { run, known };
}

/** The newest task over an earlier version of the same data hands its rows' parts on. */
async function taskSpec(
  { store }: WorkspaceContext,
  task: TaskDraft,
  dataset: DatasetRow,
): Promise<TaskSpec> {
  const tasks = dataset.parent ? await store.find('tasks', 'dataset', dataset.parent) : [];
  const parent = tasks.find((each) => each.target === task.target);
  return {
    dataset: dataset.manifest,
    target: task.target,
    ...(task.positive === null ? {} : { positive: task.positive }),
    kind: task.kind,
    roles: task.roles.map(({ column, role }) => ({ column, role })),
    metric: task.metric,
    by: task.by,
    validation: task.validation,
    test: task.test,
    ...(parent ? { parent: parent.task } : {}),
  };
}
