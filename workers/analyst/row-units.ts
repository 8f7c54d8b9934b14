/** The groups that rows of a task come in. */
import { textOf } from '../../src/core/dataset/cell';
import { readRows } from '../../src/core/dataset/read-table';
import { readManifest } from '../../src/core/formats/read-manifest';
import { unitsOf, type Units } from '../../src/core/metrics/intervals/units';
import type { TaskManifest } from '../../src/core/task/types';
import type { WorkspaceStore } from '../../src/storage';

/** Null where the task has no group column, or each row has a group of its own. Rows without a group stand alone. */
export async function rowUnits(
  store: Pick<WorkspaceStore, 'objects'>,
  task: TaskManifest,
  rows: Uint32Array,
): Promise<Units | null> {
  const columns = task.roles.filter(({ role }) => role === 'group').map(({ column }) => column);
  if (columns.length === 0) return null;
  const manifest = await readManifest(store.objects, task.dataset, 'loam.dataset/1');
  const table = await readRows(manifest, store.objects, { indices: rows }, { columns });
  const keys = Array.from(rows, (row, i) => {
    const cells = table.columns.map((column) => textOf(column, i));
    return cells.every((cell) => cell === null) ? `row ${row}` : `group ${JSON.stringify(cells)}`;
  });
  return unitsOf(keys);
}
