import { describe, expect, it } from 'vitest';
import { createWorkspace, listWorkspaces, openWorkspace } from '../../../../src/storage';
import { Keeper } from '../../../../workers/keeper/keeper';
import { endpointOf } from '../../../../workers/expose';
import { freshStorage } from '../../../support/storage-effects';
import { saveDataset } from '../../../support/storage-samples';

async function kept() {
  const effects = freshStorage();
  const { id } = await createWorkspace('Churn', effects);
  const store = await openWorkspace(id, effects);
  await saveDataset(store);
  store.close();
  const labels: string[] = [];
  const endpoint = endpointOf(new Keeper(effects), ({ events }) =>
    labels.push(...(events as { label: string }[]).map(({ label }) => label)),
  );
  return { id, effects, endpoint, labels };
}

describe('the keeper', () => {
  it('packs, unpacks and checks a workspace through the worker protocol, with progress', async () => {
    const { id, effects, endpoint, labels } = await kept();
    const packed = await endpoint.call(1, 'pack', { workspace: id });
    expect(packed).toMatchObject({ ok: true });
    const file = packed.ok ? (packed.value as Blob) : new Blob([]);
    const restored = await endpoint.call(2, 'unpack', { file });
    expect(restored).toMatchObject({
      ok: true,
      value: { name: 'Churn (2)', objects: 3, entries: 2 },
    });
    const copy = (await listWorkspaces(effects))[1]!.id;
    expect(restored).toMatchObject({ value: { id: copy } });
    expect(await endpoint.call(3, 'fsck', { workspace: copy, repair: false })).toMatchObject({
      ok: true,
      value: { objects: 3, remaining: [] },
    });
    expect(new Set(labels)).toEqual(
      new Set(['packing objects', 'restoring objects', 'checking objects', 'checking the log']),
    );
  });

  it('answers errors with their code and facts', async () => {
    const { endpoint } = await kept();
    const file = new Blob(['a,b\n1,2\n']);
    expect(await endpoint.call(1, 'unpack', { file })).toEqual({
      ok: false,
      code: 'archive-not-loam',
      facts: {},
    });
    expect(await endpoint.call(2, 'pack', { workspace: '0'.repeat(32) })).toMatchObject({
      ok: false,
      code: 'workspace-gone',
    });
  });

  it('stops when it is told to', async () => {
    const { id, endpoint } = await kept();
    for (const [call, method] of [
      [1, 'pack'],
      [2, 'fsck'],
    ] as const) {
      const answer = endpoint.call(call, method, { workspace: id, repair: false });
      endpoint.abort(call);
      expect(await answer).toEqual({ ok: false, code: 'cancelled', facts: {} });
    }
  });
});
