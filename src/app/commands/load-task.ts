/** A task with its data and its runs. */
import type { DatasetRow, OpeningRow, RunRow, TaskRow } from '../../core/log/rows';
import type { TaskManifest } from '../../core/task/types';
import type { WorkspaceContext } from '../workspace-context';

export interface LoadedTask {
  row: TaskRow;
  task: TaskManifest;
  runs: RunRow[];
  openings: OpeningRow[];
  /** Null where the data is not in this workspace. */
  dataset: DatasetRow | null;
}

/** Null where the task is not in this workspace. */
export async function loadTask(
  { store, json }: WorkspaceContext,
  id: string,
): Promise<LoadedTask | null> {
  const row = await store.get('tasks', id);
  if (!row) return null;
  const [task, runs, [dataset], openings] = await Promise.all([
    json(row.task, 'loam.task/1'),
    store.find('runs', 'task', row.task),
    store.find('datasets', 'manifest', row.dataset),
    store.find('openings', 'task', row.task),
  ]);
  return { row, task, runs, openings, dataset: dataset ?? null };
}
