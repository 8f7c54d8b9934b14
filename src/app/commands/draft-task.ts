/** The task of a draft as an object, with the operation that records it where it is new. */
import type { DatasetRow } from '../../core/log/rows';
import type { Operation } from '../../core/log/types';
import type { Link } from '../../core/hash/digest';
import type { MetricName } from '../../core/metrics/names';
import type { Role, TaskKind, TaskManifest } from '../../core/task/types';
import type { TaskSpec } from '../../../workers/contract';
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

export interface DraftedTask {
  dataset: DatasetRow;
  task: TaskDraft;
  /** What the task says in plain words. */
  sentence: string;
}

export interface MadeTask {
  link: Link;
  task: TaskManifest;
  /** Empty where the task is known. */
  ops: Operation[];
}

/** Its objects are stored under the lease. */
export async function makeDraftTask(
  context: WorkspaceContext,
  lease: string,
  { dataset, task, sentence }: DraftedTask,
  options: WorkOptions = {},
): Promise<MadeTask> {
  const made = await context.workers.analyst.call(
    'makeTask',
    { workspace: context.id, lease, spec: await taskSpec(context, task, dataset) },
    options,
  );
  const isNew = (await context.store.find('tasks', 'task', made.link)).length === 0;
  const saved: Operation = {
    type: 'task-saved',
    task: made.link,
    name: `${dataset.name}: ${task.target}`,
    dataset: dataset.manifest,
    kind: made.task.kind,
    target: task.target,
    sentence,
  };
  return { link: made.link, task: made.task, ops: isNew ? [saved] : [] };
}

/** The newest task over an earlier version of the same data hands its rows' parts on. */
export async function taskSpec(
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
