/** Model versions as lists show them: each with the run that made it, where that is in this workspace. */
import type { ModelRow, RunRow } from '../../core/log/rows';
import type { WorkspaceStore } from '../../storage';

export interface ListedModel {
  row: ModelRow;
  run: RunRow | null;
}

/** So many are asked for one by one; for more, one reading of all runs is quicker. */
const FEW = 50;

/** Newest first. Awaits the store's tables only. */
export async function listModels(
  store: WorkspaceStore,
  options: { limit?: number } = {},
): Promise<ListedModel[]> {
  const rows = await store.list('models', options);
  const runs = new Map<string, RunRow>();
  if (rows.length <= FEW) {
    const made = rows.flatMap(({ run }) => (run === null ? [] : [run]));
    const found = await Promise.all(made.map((id) => store.get('runs', id)));
    for (const run of found) if (run) runs.set(run.id, run);
  } else {
    for (const run of await store.list('runs')) runs.set(run.id, run);
  }
  return rows.map((row) => ({ row, run: (row.run !== null && runs.get(row.run)) || null }));
}
