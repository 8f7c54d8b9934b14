// Dexie's live queries look for a global IndexedDB before they run.
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { createWorkspace, live, openWorkspace } from '../../../src/storage';
import { freshStorage } from '../../support/storage-effects';
import { saveDataset } from '../../support/storage-samples';

async function answers<T>(query: () => Promise<T>) {
  const seen: T[] = [];
  let wake = () => {};
  const stop = live(query).subscribe((value) => {
    seen.push(value);
    wake();
  });
  const until = async (wanted: T) => {
    while (seen.at(-1) !== wanted) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { seen, stop, until };
}

describe('a live query', () => {
  it('answers again after a commit by any store over the workspace, until it is stopped', async () => {
    const effects = freshStorage();
    const { id } = await createWorkspace('W', effects);
    const [store, other] = [await openWorkspace(id, effects), await openWorkspace(id, effects)];
    const listed = await answers(async () => (await other.list('datasets', { limit: 5 })).length);
    const counted = await answers(() => store.count('datasets'));
    await listed.until(0);
    await counted.until(0);
    const { id: dataset } = await saveDataset(store);
    await listed.until(1);
    await counted.until(1);
    await other.commit([{ type: 'removed', subject: `dataset:${dataset}` }]);
    await listed.until(0);
    listed.stop();
    await store.commit([{ type: 'restored', subject: `dataset:${dataset}` }]);
    await counted.until(1);
    expect(listed.seen).toEqual([0, 1, 0]);
  });

  it('tells of an error as a LoamError', async () => {
    const effects = freshStorage();
    const { id } = await createWorkspace('W', effects);
    const store = await openWorkspace(id, effects);
    store.close();
    const code = await new Promise((resolve) => {
      live(() => store.count('runs')).subscribe(
        () => resolve('answered'),
        (error) => resolve(error.code),
      );
    });
    expect(code).toBe('workspace-gone');
  });
});
