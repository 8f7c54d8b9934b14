import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, canonicalJson } from '../../../../src/core/json/canonical';
import { makeEntry } from '../../../../src/core/log/entry';
import {
  createWorkspace,
  listWorkspaces,
  openWorkspace,
  packWorkspace,
  unpackWorkspace,
} from '../../../../src/storage';
import { ArchiveWriter } from '../../../../src/storage/loam-file/archive-writer';
import { summarise } from '../../../../src/storage/loam-file/workspace-json';
import { freshStorage } from '../../../support/storage-effects';
import { bytesOf } from '../../../support/storage-samples';

async function withNotebooks(effects = freshStorage()) {
  const { id } = await createWorkspace('Notes', effects);
  const store = await openWorkspace(id, effects);
  for (const notebook of ['b', 'a', 'empty'])
    await store.commit([{ type: 'notebook-saved', notebook, title: notebook }]);
  for (let i = 0; i < 12; i++) await store.documents.append(i % 2 ? 'a' : 'b', bytesOf(i, i));
  await store.documents.append('unsaved', bytesOf(3));
  await store.commit([{ type: 'removed', subject: 'notebook:b' }]);
  return store;
}

const bytes = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

describe('a .loam file with documents', () => {
  it('brings each update back, in order, and packs to the same bytes', async () => {
    const store = await withNotebooks();
    const file = await packWorkspace(store);
    const effects = freshStorage();
    const restored = await unpackWorkspace(file, {}, effects);
    const copy = await openWorkspace(restored.id, effects);
    expect(await copy.snapshot()).toEqual(await store.snapshot());
    for (const id of ['a', 'b', 'empty'])
      expect(await copy.documents.load(id)).toEqual(await store.documents.load(id));
    expect(await copy.documents.load('unsaved')).toEqual([]);
    expect(await bytes(await packWorkspace(copy))).toEqual(await bytes(file));
    await copy.documents.append('a', bytesOf(2));
    expect(await copy.documents.load('a')).toHaveLength(7);
  });

  it('is the same bytes for equal workspaces', async () => {
    const file = async () => bytes(await packWorkspace(await withNotebooks()));
    expect(await file()).toEqual(await file());
  });

  it('is of version 2, names only what the log names, and is of version 1 without documents', async () => {
    const files = unzipSync(await bytes(await packWorkspace(await withNotebooks())));
    const places = (id: string) => [1, 2, 3, 4, 5, 6].map((n) => `documents/${id}/${n}`);
    expect(Object.keys(files)).toEqual([
      'workspace.json',
      'log.jsonl',
      ...places('a'),
      ...places('b'),
    ]);
    const summary = (entries: typeof files) =>
      JSON.parse(new TextDecoder().decode(entries['workspace.json'])) as object;
    expect(summary(files)).toMatchObject({ format: 'loam.workspace/2', documents: 2, updates: 12 });

    const effects = freshStorage();
    const { id } = await createWorkspace('Plain', effects);
    const store = await openWorkspace(id, effects);
    await store.commit([{ type: 'notebook-saved', notebook: 'a', title: 'A' }]);
    const plain = summary(unzipSync(await bytes(await packWorkspace(store))));
    expect(plain).toMatchObject({ format: 'loam.workspace/1' });
    expect(plain).not.toHaveProperty('documents');
  });

  const entries = [makeEntry(null, 1, 'x', { type: 'workspace-named', name: 'W' })];
  entries.push(
    makeEntry(entries[0]!, 1, 'x', { type: 'notebook-saved', notebook: 'a', title: '' }),
  );
  entries.push(
    makeEntry(entries[1]!, 1, 'x', { type: 'notebook-saved', notebook: 'b', title: '' }),
  );

  async function outcome(names: string[], counts: { count: number; updates: number }) {
    const writer = new ArchiveWriter();
    const summary = summarise(entries, { count: 0, bytes: 0 }, counts);
    writer.add('workspace.json', canonicalBytes(summary));
    const log = entries.map((entry) => `${canonicalJson(entry)}\n`).join('');
    writer.add('log.jsonl', new TextEncoder().encode(log));
    for (const name of names) writer.add(name, bytesOf(4));
    const effects = freshStorage();
    const code = await unpackWorkspace(writer.done(), {}, effects).then(
      () => 'restored',
      (error: { code?: string }) => error.code,
    );
    if (code !== 'restored') expect(await listWorkspaces(effects)).toEqual([]);
    return code;
  }

  it('is restored as it should be, and refused in every other order, with gaps, strangers or wrong counts', async () => {
    const right = ['documents/a/1', 'documents/a/2', 'documents/b/1'];
    const counts = { count: 2, updates: 3 };
    expect(await outcome(right, counts)).toBe('restored');
    const wrong = [
      ['documents/b/1', 'documents/a/1', 'documents/a/2'],
      ['documents/a/2', 'documents/a/1', 'documents/b/1'],
      ['documents/a/1', 'documents/a/3', 'documents/b/1'],
      ['documents/a/1', 'documents/a/1', 'documents/b/1'],
      ['documents/a/1', 'documents/b/1', 'documents/a/2'],
      ['documents/a/1', 'documents/a/2', 'documents/b/2'],
      ['documents/a/1', 'documents/a/2', 'documents/c/1'],
      ['documents/a/1', 'documents/a/2', 'documents/b/01'],
      ['documents/a/1', 'documents/a/2', 'documents/../1'],
      ['documents/a/1', 'documents/a/2'],
      [...right, 'documents/b/2'],
    ];
    for (const names of wrong)
      expect(await outcome(names, counts), names.join()).toBe('archive-damaged');
    for (const other of [
      { count: 2, updates: 2 },
      { count: 1, updates: 3 },
      { count: 0, updates: 3 },
    ])
      expect(await outcome(right, other)).toBe('archive-damaged');
    expect(await outcome([], { count: 0, updates: 0 })).toBe('restored');
  });
});
