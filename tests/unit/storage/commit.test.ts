import { describe, expect, it } from 'vitest';
import { digestOf, linkTo } from '../../../src/core/hash/digest';
import { verifyChain } from '../../../src/core/log/entry';
import { createWorkspace, openWorkspace } from '../../../src/storage';
import { dump } from '../../support/database-dump';
import { freshStorage } from '../../support/storage-effects';
import { bytesOf, datasetOp, saveDataset } from '../../support/storage-samples';

async function opened(effects = freshStorage()) {
  const { id } = await createWorkspace('W', effects);
  return { id, effects, store: await openWorkspace(id, effects) };
}

describe('a commit', () => {
  it('is refused when an object that it names is missing, and changes nothing', async () => {
    const { id, effects, store } = await opened();
    const lease = await store.lease();
    const op = await datasetOp(store, lease.id);
    const before = await dump(id, effects);
    const profile = linkTo(digestOf(bytesOf(4)));
    const good = { type: 'workspace-named', name: 'N' } as const;
    await expect(store.commit([good, { ...op, profile }], lease)).rejects.toMatchObject({
      code: 'commit-incomplete',
      facts: { digest: digestOf(bytesOf(4)) },
    });
    expect(await dump(id, effects)).toEqual(before);
    await store.commit([op], lease);
    expect(await store.count('datasets')).toBe(1);
  });

  it('is refused when a manifest that it names, at any depth, names a missing object', async () => {
    const { store } = await opened();
    const lease = await store.lease();
    const columns = [{ schema: {}, chunks: [{ object: linkTo(digestOf(bytesOf(4))), rows: 1 }] }];
    const dataset = await store.putJson(lease.id, { format: 'loam.dataset/1', rows: 1, columns });
    const parts = linkTo(await store.writer(lease.id).put(bytesOf(2)));
    const task = await store.putJson(lease.id, { format: 'loam.task/1', dataset, parts });
    const recipe = await store.putJson(lease.id, { format: 'loam.recipe/1', task });
    const run = {
      type: 'run-started',
      run: 'r',
      name: 'r',
      recipe,
      task,
      model: 'MLP',
      note: '',
    } as const;
    await expect(store.commit([run], lease)).rejects.toMatchObject({ code: 'commit-incomplete' });
    await store.writer(lease.id).put(bytesOf(4));
    await store.commit([run], lease);
    expect(await store.count('runs')).toBe(1);
  });

  it('is not stopped by data that looks like a link', async () => {
    const { store } = await opened();
    const lease = await store.lease();
    const looksLikeOne = linkTo('e'.repeat(64));
    const op = await datasetOp(store, lease.id);
    const top = [{ value: looksLikeOne, count: 1 }];
    const profile = await store.putJson(lease.id, {
      format: 'loam.profile/1',
      columns: [{ coded: { top } }],
    });
    await store.commit([{ ...op, profile, name: looksLikeOne, note: looksLikeOne }], lease);
    expect(await store.count('datasets')).toBe(1);
  });

  it('made at once by two writers gives one chain with both', async () => {
    const { id, effects, store } = await opened();
    const other = await openWorkspace(id, effects);
    const names = Array.from({ length: 20 }, (_, i) => `n${i}`);
    await Promise.all(
      names.map((name, i) =>
        saveDataset(i % 2 ? store : other, { name, chunk: bytesOf(30, i % 5) }),
      ),
    );
    const entries = await store.entries();
    expect(verifyChain(entries).ok).toBe(true);
    expect(entries).toHaveLength(21);
    expect((await other.list('datasets')).map(({ name }) => name).sort()).toEqual(names.sort());
    expect((await store.fsck()).remaining).toEqual([]);
    expect((await store.usage()).objects).toBe(5 + 5 + 1);
  });

  it('of the same content twice is one object with two records', async () => {
    const { store } = await opened();
    const [one, two] = [await saveDataset(store), await saveDataset(store)];
    expect(one.manifest).toBe(two.manifest);
    expect((await store.list('datasets')).map(({ version }) => version)).toEqual([2, 1]);
    expect((await store.usage()).objects).toBe(3);
  });

  it('never gives a version number twice, whatever was removed', async () => {
    const { store } = await opened();
    await saveDataset(store);
    const { id } = await saveDataset(store);
    await store.commit([{ type: 'removed', subject: `dataset:${id}` }]);
    await saveDataset(store);
    expect((await store.list('datasets')).map(({ version }) => version)).toEqual([3, 1]);
    expect(await store.get('datasets', id)).toBeUndefined();
  });

  it('that cannot be written as canonical JSON changes nothing', async () => {
    const { id, effects, store } = await opened();
    const before = await dump(id, effects);
    const lease = await store.lease();
    await lease.end();
    const op = await datasetOp(store, (await store.lease()).id);
    await expect(store.commit([{ ...op, rows: Number.NaN }])).rejects.toMatchObject({
      code: 'internal',
    });
    expect((await dump(id, effects)).log).toEqual(before.log);
  });
});
