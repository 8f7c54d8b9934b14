import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { linkTo, type Link } from '../../../src/core/hash/digest';
import type { Operation } from '../../../src/core/log/types';
import {
  createWorkspace,
  openWorkspace,
  packWorkspace,
  unpackWorkspace,
} from '../../../src/storage';
import type { WorkspaceStore } from '../../../src/storage';
import { checkpoints } from '../../../src/storage/migrations/002-checkpoints';
import { initial } from '../../../src/storage/migrations/001-initial';
import { notebooks } from '../../../src/storage/migrations/003-notebooks';
import { freshStorage } from '../../support/storage-effects';
import { bytesOf } from '../../support/storage-samples';

async function workspace() {
  const effects = freshStorage();
  const { id } = await createWorkspace('W', effects);
  return { effects, id, store: await openWorkspace(id, effects) };
}

const text = (words: string) => new TextEncoder().encode(words);

async function saveNotebook(store: WorkspaceStore): Promise<void> {
  await store.documents.append('n', bytesOf(5));
  await store.commit([{ type: 'notebook-saved', notebook: 'n', title: 'N' }]);
}

async function saveModule(store: WorkspaceStore, name: string, code: string): Promise<Link> {
  const lease = await store.lease();
  const link = linkTo(await store.writer(lease.id).put(text(code)));
  const op: Operation = {
    type: 'module-saved',
    name,
    code: link,
    source: link,
    bytes: code.length,
    exports: [],
    imports: [],
  };
  await store.commit([op], lease);
  return link;
}

async function keepResults(store: WorkspaceStore, notebook: string, shown: string) {
  const lease = await store.lease();
  const image = linkTo(await store.writer(lease.id).put(text(`image of ${shown}`)));
  const result = await store.putJson(lease.id, {
    format: 'loam.cell-result/1',
    images: [image],
    shown,
  });
  const results = await store.putJson(lease.id, {
    format: 'loam.results/1',
    cells: [{ cell: 'one', result }],
  });
  await store.commit([{ type: 'results-kept', notebook, results }], lease);
  return { image, result, results };
}

const has = (store: WorkspaceStore, link: Link) => store.objects.has(link.slice(7));

describe('modules in a workspace', () => {
  it('are versions of one name, found by name and by code, and made again from the log', async () => {
    const { store } = await workspace();
    const first = await saveModule(store, 'stats', 'export const a = 1');
    const second = await saveModule(store, 'stats', 'export const a = 2');
    await saveModule(store, 'other', 'export const b = 1');
    const found = await store.find('modules', 'name', 'stats');
    expect(found.map(({ version, code }) => [version, code])).toEqual([
      [2, second],
      [1, first],
    ]);
    expect(await store.find('modules', 'code', first)).toHaveLength(1);
    expect((await store.fsck()).remaining).toEqual([]);
    const before = await store.list('modules');
    await store.rebuild();
    expect(await store.list('modules')).toEqual(before);
    expect((await store.fsck()).projectionsIntact).toBe(true);
  });

  it('stay for the notebooks that pin them when they are removed, and go with the last of these', async () => {
    const { store } = await workspace();
    const pinned = await saveModule(store, 'stats', 'export const a = 1');
    const free = await saveModule(store, 'stats', 'export const a = 2');
    const rows = await store.list('modules');
    await saveNotebook(store);
    const lease = await store.lease();
    const version = linkTo(await store.writer(lease.id).put(text('// loam.notebook/1')));
    await store.commit(
      [{ type: 'notebook-version', notebook: 'n', text: version, name: '', modules: [pinned] }],
      lease,
    );
    await store.commit(rows.map(({ id }) => ({ type: 'removed', subject: `module:${id}` })));
    await store.collect({ forgetRemoved: true });
    expect([await has(store, pinned), await has(store, free)]).toEqual([true, false]);
    expect((await store.fsck()).remaining).toEqual([]);
    await store.commit([{ type: 'removed', subject: 'notebook:n' }]);
    await store.collect({ forgetRemoved: true });
    expect(await has(store, pinned)).toBe(false);
  });

  it('stay while a live document pins them, before any version was kept', async () => {
    const { store } = await workspace();
    const pinned = await saveModule(store, 'stats', 'export const a = 1');
    const [row] = await store.list('modules');
    await store.commit([{ type: 'notebook-saved', notebook: 'n', title: 'N' }]);
    await store.documents.append('n', text(`\u0001module:stats\u0001w\u0047${pinned}\u0000`));
    await store.commit([{ type: 'removed', subject: `module:${row!.id}` }]);
    await store.collect({ forgetRemoved: true });
    expect(await has(store, pinned)).toBe(true);
    expect((await store.fsck()).unreferenced).toEqual([]);
    await store.commit([{ type: 'removed', subject: 'notebook:n' }]);
    await store.collect({ forgetRemoved: true });
    expect(await has(store, pinned)).toBe(false);
  });

  it('are not pinned by a version that names code that is not there', async () => {
    const { store } = await workspace();
    const lease = await store.lease();
    const version = linkTo(await store.writer(lease.id).put(bytesOf(9)));
    const absent = `sha256:${'a'.repeat(64)}` as const;
    await expect(
      store.commit(
        [{ type: 'notebook-version', notebook: 'n', text: version, name: '', modules: [absent] }],
        lease,
      ),
    ).rejects.toMatchObject({ code: 'commit-incomplete' });
  });
});

describe('the results of cells', () => {
  it('take the place of those before, whose objects may then go', async () => {
    const { store } = await workspace();
    await saveNotebook(store);
    const first = await keepResults(store, 'n', 'first');
    const other = await keepResults(store, 'm', 'other');
    const second = await keepResults(store, 'n', 'second');
    await store.collect();
    for (const link of Object.values(first)) expect(await has(store, link)).toBe(false);
    for (const link of [...Object.values(second), ...Object.values(other)])
      expect(await has(store, link)).toBe(true);
    const report = await store.fsck();
    expect([report.remaining, report.missing, report.unreferenced]).toEqual([[], [], []]);
    expect(await store.get('notebooks', 'n')).toMatchObject({ results: second.results });
  });

  it('do not stand in the way of restoring a notebook whose earlier ones are gone', async () => {
    const { store } = await workspace();
    await store.commit([{ type: 'notebook-saved', notebook: 'n', title: 'N' }]);
    await keepResults(store, 'n', 'first');
    await keepResults(store, 'n', 'second');
    await store.collect();
    await store.commit([{ type: 'removed', subject: 'notebook:n' }]);
    await store.commit([{ type: 'restored', subject: 'notebook:n' }]);
    expect(await store.list('notebooks')).toHaveLength(1);
  });

  it('travel in a .loam file, with and without those before them', async () => {
    for (const collected of [false, true]) {
      const { store, effects } = await workspace();
      await store.commit([{ type: 'notebook-saved', notebook: 'n', title: 'N' }]);
      await store.documents.append('n', bytesOf(5));
      await keepResults(store, 'n', 'first');
      const { results, image } = await keepResults(store, 'n', 'second');
      if (collected) await store.collect();
      const file = await packWorkspace(store);
      const restored = await unpackWorkspace(file, {}, effects);
      const opened = await openWorkspace(restored.id, effects);
      expect(await opened.get('notebooks', 'n')).toMatchObject({ results });
      expect(await has(opened, image)).toBe(true);
      expect((await opened.fsck()).remaining).toEqual([]);
    }
  });
});

describe('a database from before modules', () => {
  it('opens with lists that follow from its log, and takes modules', async () => {
    const { effects, id, store } = await workspace();
    await saveNotebook(store);
    const lease = await store.lease();
    const version = linkTo(await store.writer(lease.id).put(bytesOf(9)));
    await store.commit(
      [{ type: 'notebook-version', notebook: 'n', text: version, name: 'v' }],
      lease,
    );
    store.close();

    const settings = { indexedDB: effects.indexedDB!, IDBKeyRange: effects.IDBKeyRange! };
    const newer = await new Dexie(`loam-${id}`, settings).open();
    const stores = { ...initial.stores, ...checkpoints.stores, ...notebooks.stores };
    const tables: Record<string, unknown[]> = {};
    for (const name of Object.keys(stores)) tables[name] = await newer.table(name).toArray();
    await newer.delete();
    type Rows = { row: Record<string, unknown> }[];
    for (const { row } of tables.notebooks as Rows) delete row.results;
    for (const { row } of tables.notebookVersions as Rows) delete row.modules;
    tables.meta = [{ key: 'schemaEpoch', value: 3 }];
    const older = new Dexie(`loam-${id}`, settings);
    older.version(3).stores(stores);
    await older.open();
    for (const [name, rows] of Object.entries(tables)) await older.table(name).bulkPut(rows);
    older.close();

    const opened = await openWorkspace(id, effects);
    expect((await opened.fsck()).remaining).toEqual([]);
    expect(await opened.get('notebooks', 'n')).toMatchObject({ results: null });
    expect(await opened.list('notebookVersions')).toMatchObject([{ name: 'v', modules: [] }]);
    await saveModule(opened, 'stats', 'export const a = 1');
    expect(await opened.list('modules')).toMatchObject([{ name: 'stats', version: 1 }]);
  });
});
