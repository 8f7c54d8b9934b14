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

/** The tables of a database with their indexes, as the browser has them. */
async function shapeOf(id: string, { indexedDB, IDBKeyRange }: StorageEffects) {
  const found = await new Dexie(`loam-${id}`, { indexedDB, IDBKeyRange }).open();
  const shape = Object.fromEntries(
    found.tables.map(({ name, schema }) => [
      name,
      [schema.primKey.src, ...schema.indexes.map(({ src }) => src).sort()],
    ]),
  );
  found.close();
  return shape;
}

describe('a workspace that earlier code has made', () => {
  const epochs = WORKSPACE_MIGRATIONS.map(({ epoch }) => epoch);
  const last = epochs.at(-1)!;

  /** As the code of that epoch left it. */
  async function madeAt(epoch: number) {
    const effects = freshStorage();
    const { indexedDB, IDBKeyRange } = effects;
    const { id } = await createWorkspace('W', effects);
    await new Dexie(`loam-${id}`, { indexedDB, IDBKeyRange }).delete();
    const older = new Dexie(`loam-${id}`, { indexedDB, IDBKeyRange });
    for (const step of WORKSPACE_MIGRATIONS) {
      if (step.epoch <= epoch) older.version(step.epoch).stores(step.stores);
    }
    older.on('populate', (t) => void t.table('meta').put({ key: 'schemaEpoch', value: epoch }));
    await older.open();
    await older.table('local').put({ key: 'kept', value: epoch });
    older.close();
    return { effects, id };
  }

  it.each(epochs)('from epoch %i, has the tables of a new one, and what it held', async (epoch) => {
    const { effects, id } = await madeAt(epoch);
    const store = await openWorkspace(id, effects);
    expect(await store.local.get('kept')).toBe(epoch);
    await store.commit([{ type: 'workspace-named', name: 'N' }]);
    const fresh = freshStorage();
    const made = await createWorkspace('W', fresh);
    expect(await shapeOf(id, effects)).toEqual(await shapeOf(made.id, fresh));
    store.close();
    const again = new Dexie(`loam-${id}`, effects);
    await again.open();
    expect(await again.table('meta').get('schemaEpoch')).toMatchObject({ value: last });
    again.close();
  });

  it('is upgraded once, however many open it at a time', async () => {
    const { effects, id } = await madeAt(epochs[0]!);
    const stores = await Promise.all([0, 1, 2].map(() => openWorkspace(id, effects)));
    for (const store of stores) expect(await store.local.get('kept')).toBe(epochs[0]);
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
