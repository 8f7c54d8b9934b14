import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/core/hash/digest';
import { openWorkspace, packWorkspace, unpackWorkspace } from '../../src/storage';
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
