import { describe, expect, it } from 'vitest';
import { linkTo } from '../../../src/core/hash/digest';
import {
  createWorkspace,
  openWorkspace,
  packWorkspace,
  unpackWorkspace,
  type WorkspaceStore,
} from '../../../src/storage';
import { freshStorage } from '../../support/storage-effects';
import { bytesOf } from '../../support/storage-samples';

/** A model whose task names a dataset and parts that are in no workspace here. */
async function restore(store: WorkspaceStore, present: { card: boolean } = { card: true }) {
  const lease = await store.lease();
  const elsewhere = linkTo('e'.repeat(64));
  const put = (value: unknown) => store.putJson(lease.id, value);
  const task = await put({ format: 'loam.task/1', dataset: elsewhere, parts: elsewhere });
  const recipe = await put({ format: 'loam.recipe/1', task });
  const preprocessing = await put({ format: 'loam.preprocessing/1', steps: [], width: 0 });
  const weights = linkTo(await store.writer(lease.id).put(bytesOf(5)));
  const model = await put({ format: 'loam.model/1', preprocessing, weights });
  const card = present.card
    ? await put({ format: 'loam.card/1', model, dataset: { manifest: elsewhere } })
    : elsewhere;
  const op = { type: 'model-restored', name: 'iris', model, recipe, task, card, note: '' } as const;
  await store.commit([op], lease);
  return { model, recipe, task, card };
}

async function opened(effects = freshStorage()) {
  const { id } = await createWorkspace('W', effects);
  return { effects, store: await openWorkspace(id, effects) };
}

describe('a model that came back in an exported page', () => {
  it('is a version under its name although its data is elsewhere', async () => {
    const { store } = await opened();
    const { model, recipe, card } = await restore(store);
    expect(await store.list('models')).toMatchObject([
      { name: 'iris', version: 1, model, recipe, card, run: null },
    ]);
  });

  it('keeps its card, recipe and task, and is sound', async () => {
    const { store } = await opened();
    const { card, recipe, task } = await restore(store);
    await store.collect({ leaseAge: 0 });
    for (const link of [card, recipe, task]) expect(await store.getJson(link)).toBeTruthy();
    expect(await store.fsck()).toMatchObject({ missing: [], unreferenced: [], damaged: [] });
  });

  it('must still bring everything of its own', async () => {
    const { store } = await opened();
    await expect(restore(store, { card: false })).rejects.toMatchObject({
      code: 'commit-incomplete',
    });
    expect(await store.count('models')).toBe(0);
  });

  it('travels in a .loam file, and its recipe still cannot run without the data', async () => {
    const { store, effects } = await opened();
    const { recipe, task } = await restore(store);
    const { id } = await unpackWorkspace(await packWorkspace(store), {}, effects);
    const copy = await openWorkspace(id, effects);
    expect(await copy.count('models')).toBe(1);
    const run = {
      type: 'run-started',
      run: 'r',
      name: 'r',
      recipe,
      task,
      model: 'MLP',
      note: '',
    } as const;
    await expect(copy.commit([run])).rejects.toMatchObject({ code: 'commit-incomplete' });
  });
});
