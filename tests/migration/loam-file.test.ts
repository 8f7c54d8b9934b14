import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/core/hash/digest';
import { storedResult } from '../../src/app/notebook/results/stored-shape';
import { resultsManifest } from '../../src/core/notebook/results-manifest';
import { openWorkspace, packWorkspace, unpackWorkspace } from '../../src/storage';
import { NotebookDocument } from '../../src/sync/notebook';
import { freshStorage } from '../support/storage-effects';

const frozen = readFileSync(new URL('./workspace-1.loam', import.meta.url));

describe('a .loam file of version 1, as it was first written', () => {
  it('has the bytes that it had', () => {
    expect(digestOf(frozen)).toBe(
      'fc076d18422dd35cb69a740b86c33e6426476a6eeb4e09239b7925d4518122c6',
    );
  });

  it('is restored, and packs to the same bytes', async () => {
    const effects = freshStorage();
    const restored = await unpackWorkspace(new Blob([frozen]), {}, effects);
    expect(restored).toMatchObject({ name: 'Frozen', objects: 17, entries: 12 });
    const store = await openWorkspace(restored.id, effects);
    const rows = async (table: 'datasets' | 'tasks' | 'runs' | 'models') =>
      (await store.list(table)).map(({ name, note }) => [name, note]);
    expect(await rows('datasets')).toEqual([['churn', 'renewed']]);
    expect(await rows('tasks')).toEqual([['who leaves', '']]);
    expect(await rows('runs')).toEqual([['amber-12', '']]);
    expect(await rows('models')).toEqual([
      ['came back', ''],
      ['champion', ''],
    ]);
    expect(await store.count('openings')).toBe(1);
    expect(await store.count('exports')).toBe(1);
    expect((await store.fsck()).remaining).toEqual([]);
    const again = new Uint8Array(await (await packWorkspace(store)).arrayBuffer());
    expect(digestOf(again)).toBe(digestOf(frozen));
  });
});

const withNotebooks = readFileSync(new URL('./workspace-2.loam', import.meta.url));

describe('a .loam file of version 2, as it was written before there were modules', () => {
  it('is restored with its documents, and packs to the same bytes', async () => {
    expect(digestOf(withNotebooks)).toBe(
      'e2fac5d58d26e32b3fdbdd19ad5747106949bcdf059f5000fd16aed40f78538a',
    );
    const effects = freshStorage();
    const restored = await unpackWorkspace(new Blob([withNotebooks]), {}, effects);
    expect(restored).toMatchObject({ name: 'Frozen with notebooks', objects: 1, entries: 5 });
    const store = await openWorkspace(restored.id, effects);
    expect(await store.list('notebooks')).toMatchObject([
      { title: 'A first look', versions: 1, results: null },
    ]);
    expect(await store.list('notebookVersions')).toMatchObject([{ name: 'first', modules: [] }]);
    const updates = await store.documents.load('notebook1');
    const document = NotebookDocument.open(updates, () => 'none');
    expect(document.title).toBe('A first look');
    expect(document.read().cells.map(({ source }) => source)).toEqual([
      '# Irises',
      'const six = 6 // half a dozen',
      'six * 7',
    ]);
    expect((await store.fsck()).remaining).toEqual([]);
    const again = new Uint8Array(await (await packWorkspace(store)).arrayBuffer());
    expect(digestOf(again)).toBe(digestOf(withNotebooks));
  });
});

const withModules = readFileSync(new URL('./workspace-2-modules.loam', import.meta.url));

describe('a .loam file of version 2 with modules and results of cells, as it was first written', () => {
  it('is restored with what the notebook pins and shows, and packs to the same bytes', async () => {
    expect(digestOf(withModules)).toBe(
      'ea77b7376901fe1a041419b68c6a7d8116d4c8b5b4b15cd03d0c8dccd1d5df4c',
    );
    const effects = freshStorage();
    const restored = await unpackWorkspace(new Blob([withModules]), {}, effects);
    const store = await openWorkspace(restored.id, effects);
    expect(await store.list('modules')).toMatchObject([
      { name: 'rate', version: 1, exports: ['rate'], imports: [] },
    ]);
    const document = NotebookDocument.open(await store.documents.load('notebook1'), () => 'none');
    const [module] = await store.list('modules');
    expect(document.pins).toEqual({ rate: module!.code });
    expect(document.read().metadata).toEqual({
      tags: ['x'],
      loam: { modules: { rate: module!.code } },
    });
    expect(await store.list('notebookVersions')).toMatchObject([{ modules: [module!.code] }]);
    const [notebook] = await store.list('notebooks');
    const results: unknown = await store.getJson(notebook!.results!);
    if (!resultsManifest(results)) throw new Error('it lists no results');
    const stored: unknown = await store.getJson(results.cells[0]!.result);
    expect(storedResult(stored) && stored.outputs[0]).toEqual({ type: 'html', html: '<b>21</b>' });
    expect((await store.fsck()).remaining).toEqual([]);
    const again = new Uint8Array(await (await packWorkspace(store)).arrayBuffer());
    expect(digestOf(again)).toBe(digestOf(withModules));
  });
});
