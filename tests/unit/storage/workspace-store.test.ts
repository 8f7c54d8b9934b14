import { describe, expect, it } from 'vitest';
import { createWorkspace, openWorkspace } from '../../../src/storage';
import { freshStorage } from '../../support/storage-effects';

describe('a workspace', () => {
  it('keeps what was put and committed when it is opened again', async () => {
    const effects = freshStorage();
    const { id } = await createWorkspace('Churn', effects);
    const store = await openWorkspace(id, effects);
    const lease = await store.lease();
    const manifest = await store.putJson(lease.id, {
      format: 'loam.dataset/1',
      rows: 0,
      columns: [],
    });
    const profile = await store.putJson(lease.id, {
      format: 'loam.profile/1',
      rows: 0,
      duplicateRows: 0,
      columns: [],
    });
    const source = { name: 'a.csv', bytes: 0, sha256: '0'.repeat(64), reading: 'CSV' };
    await store.commit(
      [
        {
          type: 'dataset-saved',
          name: 'a',
          manifest,
          profile,
          rows: 0,
          columns: 0,
          bytes: 0,
          source,
          parent: null,
          note: '',
        },
      ],
      lease,
    );
    store.close();
    const again = await openWorkspace(id, effects);
    expect((await again.entries()).map(({ op }) => op.type)).toEqual([
      'workspace-named',
      'dataset-saved',
    ]);
    expect(await again.list('datasets')).toMatchObject([{ name: 'a', version: 1, manifest }]);
    expect(await again.getJson(manifest)).toEqual({
      format: 'loam.dataset/1',
      rows: 0,
      columns: [],
    });
    expect((await again.fsck()).remaining).toEqual([]);
  });
});
