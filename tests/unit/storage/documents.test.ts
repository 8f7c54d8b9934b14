import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../src/core/log/types';
import { createWorkspace, openWorkspace } from '../../../src/storage';
import { checkpoints } from '../../../src/storage/migrations/002-checkpoints';
import { initial } from '../../../src/storage/migrations/001-initial';
import { freshStorage } from '../../support/storage-effects';
import { bytesOf, saveDataset } from '../../support/storage-samples';

async function workspace() {
  const effects = freshStorage();
  const { id } = await createWorkspace('W', effects);
  return { effects, id, store: await openWorkspace(id, effects) };
}

const joined = (updates: readonly Uint8Array[]) =>
  Uint8Array.from(updates.flatMap((update) => [...update]));

describe('documents', () => {
  it('are lists of updates in order, each of its own', async () => {
    const { store } = await workspace();
    expect(await store.documents.load('a')).toEqual([]);
    for (let i = 0; i < 12; i++) await store.documents.append(i % 3 ? 'a' : 'b', bytesOf(3, i));
    expect(await store.documents.load('a')).toEqual(
      [1, 2, 4, 5, 7, 8, 10, 11].map((i) => bytesOf(3, i)),
    );
    expect(await store.documents.load('b')).toEqual([0, 3, 6, 9].map((i) => bytesOf(3, i)));
    await store.documents.remove('a');
    expect(await store.documents.load('a')).toEqual([]);
    expect(await store.documents.load('b')).toHaveLength(4);
  });

  it('store the update and not the buffer that it is a part of', async () => {
    const { store } = await workspace();
    const whole = bytesOf(1000);
    const part = whole.subarray(10, 13);
    const appended = store.documents.append('a', part);
    whole.fill(0);
    await appended;
    const [update] = await store.documents.load('a');
    expect(update).toEqual(bytesOf(1000).slice(10, 13));
    expect(update!.buffer.byteLength).toBe(3);
  });

  it('refuse ids that could be no name of a file', async () => {
    const { store } = await workspace();
    for (const id of ['', '../a', 'a/b', 'é', 'x'.repeat(65)]) {
      await expect(store.documents.append(id, bytesOf(1))).rejects.toMatchObject({
        code: 'internal',
      });
    }
  });

  it('lose nothing where two tabs append and compact at once', async () => {
    const { effects, id, store } = await workspace();
    const other = await openWorkspace(id, effects);
    const work: Promise<unknown>[] = [];
    for (let i = 0; i < 150; i++) {
      work.push((i % 2 ? store : other).documents.append('a', Uint8Array.of(i)));
      if (i % 10 === 9) work.push((i % 4 ? store : other).documents.compact('a', joined));
    }
    await Promise.all(work);
    const kept = await store.documents.load('a');
    expect(kept.length).toBeLessThan(150);
    expect([...joined(kept)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 150 }, (_, i) => i),
    );
    expect([...joined(kept)].filter((i) => i % 2)).toEqual(
      Array.from({ length: 75 }, (_, i) => 2 * i + 1),
    );
  });

  it('are compacted only when they are many or large', async () => {
    const { store } = await workspace();
    for (let i = 0; i < 100; i++) await store.documents.append('a', Uint8Array.of(i));
    expect(await store.documents.compact('a', joined)).toBe(false);
    await store.documents.append('a', Uint8Array.of(100));
    expect(await store.documents.compact('a', joined)).toBe(true);
    expect(await store.documents.load('a')).toEqual([
      Uint8Array.from({ length: 101 }, (_, i) => i),
    ]);
    await store.documents.append('a', Uint8Array.of(9));
    expect((await store.documents.load('a')).map(({ length }) => length)).toEqual([101, 1]);
    await store.documents.append('b', bytesOf(2_000_000));
    expect(await store.documents.compact('b', joined)).toBe(false);
    await store.documents.append('b', bytesOf(1));
    expect(await store.documents.compact('b', joined)).toBe(true);
    expect(await store.documents.compact('missing', joined)).toBe(false);
  });

  it('are as before where merging them fails', async () => {
    const { store } = await workspace();
    for (let i = 0; i < 101; i++) await store.documents.append('a', Uint8Array.of(i));
    const failing = store.documents.compact('a', () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow();
    expect(await store.documents.load('a')).toHaveLength(101);
  });

  it('go with a removed notebook only where what was removed is forgotten', async () => {
    const { store } = await workspace();
    await store.commit([{ type: 'notebook-saved', notebook: 'a', title: 'A' }]);
    await store.commit([{ type: 'notebook-saved', notebook: 'b', title: 'B' }]);
    for (const id of ['a', 'b', 'unsaved']) await store.documents.append(id, bytesOf(3));
    await store.commit([{ type: 'removed', subject: 'notebook:a' }]);
    await store.collect();
    expect(await store.documents.load('a')).toHaveLength(1);
    await store.collect({ forgetRemoved: true });
    expect(await store.documents.load('a')).toEqual([]);
    expect(await store.documents.load('b')).toHaveLength(1);
    expect(await store.documents.load('unsaved')).toHaveLength(1);
  });
});

describe('notebooks in a workspace', () => {
  it('are listed, found with their versions, and made again from the log', async () => {
    const { store } = await workspace();
    await store.documents.append('n', bytesOf(3));
    await store.commit([{ type: 'notebook-saved', notebook: 'n', title: 'One' }]);
    const lease = await store.lease();
    const digest = await store.writer(lease.id).put(bytesOf(20));
    const version: Operation = {
      type: 'notebook-version',
      notebook: 'n',
      text: `sha256:${digest}`,
      name: '',
    };
    const [entry] = await store.commit([version], lease);
    await store.commit([
      { ...version, name: 'named' },
      { ...version, notebook: 'other' },
    ]);
    await store.collect({ forgetRemoved: true });
    expect(await store.objects.get(digest)).toEqual(bytesOf(20));
    expect(await store.get('notebooks', 'n')).toMatchObject({ title: 'One', versions: 2 });
    const found = await store.find('notebookVersions', 'notebook', 'n');
    expect(found.map(({ name, version: n }) => [name, n])).toEqual([
      ['named', 2],
      ['', 1],
    ]);
    expect(found[1]!.id).toBe(entry!.id);
    expect((await store.fsck()).remaining).toEqual([]);
    const before = [await store.list('notebooks'), await store.list('notebookVersions')];
    await store.rebuild();
    expect([await store.list('notebooks'), await store.list('notebookVersions')]).toEqual(before);
  });

  it('keep no version whose text is not there', async () => {
    const { store } = await workspace();
    const text = `sha256:${'a'.repeat(64)}` as const;
    const version = { type: 'notebook-version', notebook: 'n', text, name: '' } as const;
    await expect(store.commit([version])).rejects.toMatchObject({ code: 'commit-incomplete' });
  });
});

describe('a database from before notebooks', () => {
  it('opens with lists that follow from its log, and takes documents', async () => {
    const { effects, id, store } = await workspace();
    const { manifest } = await saveDataset(store);
    const run = { run: 'r', name: 'n', recipe: manifest, task: manifest, model: 'MLP', note: '' };
    await store.commit([{ type: 'run-started', ...run }]);
    store.close();

    const settings = { indexedDB: effects.indexedDB!, IDBKeyRange: effects.IDBKeyRange! };
    const newer = await new Dexie(`loam-${id}`, settings).open();
    const stores = { ...initial.stores, ...checkpoints.stores };
    const tables: Record<string, unknown[]> = {};
    for (const name of Object.keys(stores)) tables[name] = await newer.table(name).toArray();
    await newer.delete();
    for (const { row } of tables.runs as { row: Record<string, unknown> }[]) delete row.code;
    tables.meta = [{ key: 'schemaEpoch', value: 2 }];
    const older = new Dexie(`loam-${id}`, settings);
    older.version(2).stores(stores);
    await older.open();
    for (const [name, rows] of Object.entries(tables)) await older.table(name).bulkPut(rows);
    older.close();

    const opened = await openWorkspace(id, effects);
    expect((await opened.fsck()).remaining).toEqual([]);
    expect(await opened.get('runs', 'r')).toMatchObject({ code: null });
    await opened.documents.append('n', bytesOf(4));
    await opened.commit([{ type: 'notebook-saved', notebook: 'n', title: 'N' }]);
    expect(await opened.documents.load('n')).toEqual([bytesOf(4)]);
    expect(await opened.list('notebooks')).toMatchObject([{ id: 'n', title: 'N' }]);
  });
});
