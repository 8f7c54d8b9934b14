import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../src/core/hash/digest';
import {
  createWorkspace,
  listWorkspaces,
  openWorkspace,
  packWorkspace,
  unpackWorkspace,
} from '../../../../src/storage';
import { Person, steps, type Step } from '../../../support/random-workspace';
import { freshStorage } from '../../../support/storage-effects';

const SOAK = process.env.LOAM_SOAK === '1';
const RUNS = SOAK ? Math.max(500, Number(process.env.LOAM_RUNS ?? 0)) : 100;

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

async function workspaceOf(list: Step[], name: string, effects = freshStorage()) {
  const { id } = await createWorkspace(name, effects);
  const store = await openWorkspace(id, effects);
  await new Person(store).doAll(list);
  return { store, effects };
}

const full: Step[] = (
  [
    'dataset',
    'task',
    'run',
    'end',
    'evaluate',
    'open',
    'model',
    'export',
    'note',
    'remove',
  ] as const
).map((what, i) => ({ do: what, pick: i, text: `t${i}`, sizes: [5, 70_000] }));

describe('a workspace through a .loam file', () => {
  it('comes back with the same log, objects, lists and hashes, and packs to the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.string({ minLength: 1 }), async (list, name) => {
        const { store, effects } = await workspaceOf(list, name);
        const file = await packWorkspace(store);
        const restored = await unpackWorkspace(file, {}, effects);
        expect(restored.name).toBe(`${name} (2)`);
        const copy = await openWorkspace(restored.id, effects);
        expect(await copy.entries()).toEqual(await store.entries());
        for (const table of [
          'datasets',
          'tasks',
          'runs',
          'models',
          'openings',
          'exports',
        ] as const) {
          expect(await copy.list(table)).toEqual(await store.list(table));
        }
        expect(await copy.snapshot()).toEqual(await store.snapshot());
        for (const { digest } of (await copy.snapshot()).objects) {
          expect(digestOf(await copy.objects.get(digest))).toBe(digest);
        }
        expect(digestOf(await bytesOf(await packWorkspace(copy)))).toBe(
          digestOf(await bytesOf(file)),
        );
        expect((await copy.fsck()).remaining).toEqual([]);
        store.close();
        copy.close();
      }),
      { numRuns: RUNS },
    );
  }, 240_000);

  it('is the same bytes for equal workspaces made apart', async () => {
    const one = await packWorkspace((await workspaceOf(full, 'Same')).store);
    const other = await packWorkspace((await workspaceOf(full, 'Same')).store);
    expect(await bytesOf(one)).toEqual(await bytesOf(other));
  });

  it('is a zip that any unzip opens, with what the log names and no more', async () => {
    const { store } = await workspaceOf(full, 'Plain');
    const lease = await store.lease();
    await store.writer(lease.id).put(new TextEncoder().encode('named by nothing'));
    const files = unzipSync(await bytesOf(await packWorkspace(store)));
    const { objects, entries } = await store.snapshot();
    expect(Object.keys(files)).toEqual([
      'workspace.json',
      'log.jsonl',
      ...objects.map(({ digest }) => `objects/${digest.slice(0, 2)}/${digest}`),
    ]);
    const text = new TextDecoder();
    expect(JSON.parse(text.decode(files['workspace.json']))).toMatchObject({
      name: 'Plain',
      entries: 11,
    });
    expect(
      text
        .decode(files['log.jsonl'])
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(entries);
    for (const { digest } of objects) {
      expect(digestOf(files[`objects/${digest.slice(0, 2)}/${digest}`]!)).toBe(digest);
    }
  });

  it('takes its own name where that is free, and a distinct one where it is not', async () => {
    const { store, effects } = await workspaceOf(full, 'Churn');
    const file = await packWorkspace(store);
    const elsewhere = freshStorage();
    expect((await unpackWorkspace(file, {}, elsewhere)).name).toBe('Churn');
    await unpackWorkspace(file, {}, effects);
    await unpackWorkspace(file, {}, effects);
    expect((await listWorkspaces(effects)).map(({ name }) => name)).toEqual([
      'Churn',
      'Churn (2)',
      'Churn (3)',
    ]);
  });

  it('leaves nothing behind when it is cancelled at any moment', async () => {
    const { store } = await workspaceOf(full, 'Churn');
    const file = await packWorkspace(store);
    let moments = 0;
    for (let at = 1; ; at++) {
      const effects = freshStorage();
      const controller = new AbortController();
      let reports = 0;
      const progress = () => {
        if (++reports === at) controller.abort();
      };
      const done = unpackWorkspace(file, { signal: controller.signal, progress }, effects);
      const outcome = await done.then(
        () => 'restored',
        (error: { code?: string }) => error.code,
      );
      const kept = await effects.indexedDB.databases();
      if (reports < at) {
        expect(outcome).toBe('restored');
        break;
      }
      if (outcome === 'cancelled') {
        moments++;
        expect(await listWorkspaces(effects)).toEqual([]);
        expect(kept.map(({ name }) => name)).toEqual(['loam-directory']);
      }
    }
    expect(moments).toBeGreaterThan(2);
  });
});
