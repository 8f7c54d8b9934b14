import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import {
  createWorkspace,
  listWorkspaces,
  openWorkspace,
  removeWorkspace,
} from '../../../src/storage';
import type { StorageEffects } from '../../../src/storage';
import { WORKSPACE_MIGRATIONS } from '../../../src/storage/migrations';
import { freshStorage } from '../../support/storage-effects';
import { saveDataset } from '../../support/storage-samples';

/** What a later Loam would do to the database. */
async function upgrade(id: string, effects: StorageEffects): Promise<void> {
  const { indexedDB, IDBKeyRange } = effects;
  const newer = new Dexie(`loam-${id}`, { indexedDB, IDBKeyRange });
  for (const { epoch, stores } of WORKSPACE_MIGRATIONS) newer.version(epoch).stores(stores);
  newer
    .version(99)
    .stores({ extra: 'id' })
    .upgrade((t) => t.table('meta').put({ key: 'schemaEpoch', value: 99 }));
  await newer.open();
  newer.close();
}

describe('a workspace that newer code has upgraded', () => {
  it('can be read, but not written, by a tab that had it open before', async () => {
    const effects = freshStorage();
    const { id } = await createWorkspace('W', effects);
    const store = await openWorkspace(id, effects);
    await saveDataset(store);
    const lease = await store.lease();
    await upgrade(id, effects);
    expect(await store.count('datasets')).toBe(1);
    const stale = { code: 'stale-tab' };
    await expect(store.commit([{ type: 'workspace-named', name: 'N' }])).rejects.toMatchObject(
      stale,
    );
    await expect(store.writer(lease.id).put(new Uint8Array(3))).rejects.toMatchObject(stale);
    await expect(store.lease()).rejects.toMatchObject(stale);
    await expect(store.local.set('a', 1)).rejects.toMatchObject(stale);
    await expect(store.collect()).rejects.toMatchObject(stale);
    await expect(store.rebuild()).rejects.toMatchObject(stale);
    expect(await store.entries()).toHaveLength(2);
  });

  it('is not opened by older code', async () => {
    const effects = freshStorage();
    const { id } = await createWorkspace('W', effects);
    await upgrade(id, effects);
    await expect(openWorkspace(id, effects)).rejects.toMatchObject({ code: 'newer-data' });
  });
});

describe('a workspace that is not there', () => {
  it('is not opened, and not made by the attempt', async () => {
    const effects = freshStorage();
    for (const id of ['0'.repeat(32), 'directory', '../x']) {
      await expect(openWorkspace(id, effects)).rejects.toMatchObject({
        code: 'workspace-gone',
      });
    }
    expect((await effects.indexedDB.databases()).map(({ name }) => name)).toEqual([
      'loam-directory',
    ]);
  });

  it('is neither read nor made again by a tab that had it open when it was removed', async () => {
    const effects = freshStorage();
    const { id } = await createWorkspace('W', effects);
    const store = await openWorkspace(id, effects);
    await removeWorkspace(id, effects);
    await expect(store.entries()).rejects.toMatchObject({ code: 'workspace-gone' });
    await expect(store.commit([])).rejects.toMatchObject({ code: 'workspace-gone' });
    expect(await listWorkspaces(effects)).toEqual([]);
    expect((await effects.indexedDB.databases()).map(({ name }) => name)).toEqual([
      'loam-directory',
    ]);
  });
});
