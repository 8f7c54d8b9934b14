import { describe, expect, it } from 'vitest';
import { linkTo } from '../../../src/core/hash/digest';
import type { Operation } from '../../../src/core/log/types';
import { createWorkspace, openWorkspace } from '../../../src/storage';
import { WORKSPACE_MIGRATIONS, type Migration } from '../../../src/storage/migrations';
import { FIND_BY } from '../../../src/storage/schema';
import { freshStorage } from '../../support/storage-effects';
import { saveDataset } from '../../support/storage-samples';
import { ReadCounter } from '../../support/storage-seams';

async function withRuns(n: number) {
  const counter = new ReadCounter();
  const effects = freshStorage({ middleware: [counter.middleware] });
  const { id } = await createWorkspace('W', effects);
  const store = await openWorkspace(id, effects);
  const lease = await store.lease();
  const recipe = await store.putJson(lease.id, { format: 'loam.other/1', recipe: 1 });
  const ops = Array.from({ length: n }, (_, i): Operation => {
    return {
      type: 'run-started',
      run: `r${i}`,
      name: `run ${i}`,
      recipe,
      task: recipe,
      model: 'MLP',
      note: '',
    };
  });
  await store.commit(ops, lease);
  counter.rows.clear();
  return { store, counter, recipe };
}

describe('a list', () => {
  it('reads as many rows as it shows, however many there are', async () => {
    const { store, counter } = await withRuns(10_000);
    const first = await store.list('runs', { limit: 50 });
    expect(first.map(({ id }) => id)).toEqual(
      Array.from({ length: 50 }, (_, i) => `r${9_999 - i}`),
    );
    expect(counter.rows.get('runs')).toBe(50);
    counter.rows.clear();
    const next = await store.list('runs', { limit: 50, before: 'r9950' });
    expect(next.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, i) => `r${9_949 - i}`));
    expect(counter.total).toBe(51);
    counter.rows.clear();
    expect(await store.count('runs')).toBe(10_000);
    expect(counter.total).toBe(0);
    expect(await store.list('runs')).toHaveLength(10_000);
  }, 60_000);

  it('leaves removed rows out, of the count as well, until they are restored', async () => {
    const { store } = await withRuns(4);
    await store.commit([{ type: 'removed', subject: 'run:r2' }]);
    expect((await store.list('runs')).map(({ id }) => id)).toEqual(['r3', 'r1', 'r0']);
    expect((await store.list('runs', { before: 'r3', limit: 1 })).map(({ id }) => id)).toEqual([
      'r1',
    ]);
    expect((await store.list('runs', { before: 'r2' })).map(({ id }) => id)).toEqual(['r1', 'r0']);
    expect(await store.count('runs')).toBe(3);
    expect(await store.get('runs', 'r2')).toBeUndefined();
    await store.commit([
      { type: 'noted', subject: 'run:r2', note: 'kept' },
      { type: 'restored', subject: 'run:r2' },
    ]);
    expect((await store.list('runs')).map(({ id }) => id)).toEqual(['r3', 'r2', 'r1', 'r0']);
    expect((await store.get('runs', 'r2'))?.note).toBe('kept');
  });

  it('names rows by an indexed field without reading one, and without the removed', async () => {
    const { store, counter, recipe } = await withRuns(100);
    await store.commit([{ type: 'removed', subject: 'run:r7' }]);
    counter.rows.clear();
    const ids = await store.ids('runs', 'task', recipe);
    expect(counter.total).toBe(0);
    expect(ids.sort()).toEqual(
      Array.from({ length: 100 }, (_, i) => `r${i}`)
        .filter((id) => id !== 'r7')
        .sort(),
    );
    expect(await store.ids('runs', 'task', 'sha256:other')).toEqual([]);
  });

  it('finds rows by an indexed field, newest first and without the removed', async () => {
    const { store, recipe } = await withRuns(3);
    await store.commit([{ type: 'removed', subject: 'run:r1' }]);
    expect((await store.find('runs', 'recipe', recipe)).map(({ id }) => id)).toEqual(['r2', 'r0']);
    expect(await store.find('runs', 'recipe', linkTo('0'.repeat(64)))).toEqual([]);
    await saveDataset(store, { name: 'one' });
    expect(await store.find('datasets', 'name', 'one')).toHaveLength(1);
  });
});

describe('every field that rows can be found by', () => {
  it('is an index', () => {
    const stores: Migration['stores'] = {};
    for (const migration of WORKSPACE_MIGRATIONS) Object.assign(stores, migration.stores);
    for (const [table, fields] of Object.entries(FIND_BY)) {
      const indexes = stores[table]?.split(', ');
      for (const field of fields) expect(indexes, table).toContain(`row.${field}`);
    }
  });
});

describe('local settings', () => {
  it('are kept per workspace, can be forgotten, and never travel', async () => {
    const { store } = await withRuns(1);
    const before = await store.snapshot();
    await store.local.set('theme', { dark: true });
    expect(await store.local.get('theme')).toEqual({ dark: true });
    expect(await store.snapshot()).toEqual(before);
    await store.local.set('theme', undefined);
    expect(await store.local.get('theme')).toBeUndefined();
  });
});
