import { openWorkspaceDatabase } from '../../src/storage/workspace-database';
import type { StorageEffects } from '../../src/storage';
import { storageEffects } from '../../src/storage/effects';

/** Everything a workspace's database holds, Blobs as their sizes. */
export async function dump(
  id: string,
  effects: StorageEffects,
): Promise<Record<string, unknown[]>> {
  const database = await openWorkspaceDatabase(id, storageEffects({ ...effects, middleware: [] }));
  const all: Record<string, unknown[]> = {};
  for (const table of database.tables) {
    const rows = (await table.toArray()) as { blob?: Blob }[];
    all[table.name] = rows.map((row) => (row.blob ? { ...row, blob: row.blob.size } : row));
  }
  database.close();
  return all;
}
