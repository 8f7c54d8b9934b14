import { describe, expect, it } from 'vitest';
import { createWorkspace, openWorkspace } from '../../../src/storage';
import type { WorkspaceStore } from '../../../src/storage';
import { dump } from '../../support/database-dump';
import { freshStorage } from '../../support/storage-effects';
import { bytesOf, datasetOp } from '../../support/storage-samples';
import { Breaker } from '../../support/storage-seams';

type Work = (store: WorkspaceStore) => Promise<() => Promise<unknown>>;

/** `prepare` readies the work; the work itself is then broken at each of its steps in turn. */
async function breakEverywhere(prepare: Work, how: 'before' | 'after' | 'full', code: string) {
  let broken = 0;
  for (let at = 1; ; at++) {
    const breaker = new Breaker();
    const effects = freshStorage({ middleware: [breaker.middleware] });
    const { id } = await createWorkspace('W', effects);
    const store = await openWorkspace(id, effects);
    const work = await prepare(store);
    const before = await dump(id, effects);
    breaker.arm(at, how);
    const error = await work().then(
      () => null,
      (thrown: { code?: string }) => thrown.code ?? String(thrown),
    );
    const struck = breaker.struck;
    breaker.arm(Infinity, 'before');
    const after = await dump(id, effects);
    if (!struck) {
      expect(error).toBe(null);
      expect(after).not.toEqual(before);
      return broken;
    }
    broken++;
    expect(error, `step ${at}`).toBe(code);
    expect(after, `step ${at}`).toEqual(before);
    // The same store goes on, and the work can be done again.
    await work();
    expect(await dump(id, effects)).not.toEqual(before);
    expect((await store.fsck()).remaining).toEqual([]);
    store.close();
  }
}

const putting: Work = async (store) => {
  const lease = await store.lease();
  return () => store.writer(lease.id).put(bytesOf(70_000));
};

const committing: Work = async (store) => {
  const lease = await store.lease();
  const one = await datasetOp(store, lease.id, { name: 'one' });
  const two = await datasetOp(store, lease.id, { name: 'two', chunk: bytesOf(70_000) });
  return () => store.commit([one, { type: 'workspace-named', name: 'N' }, two], lease);
};

const collecting: Work = async (store) => {
  const lease = await store.lease();
  await store.writer(lease.id).put(bytesOf(5));
  await lease.end();
  return () => store.collect();
};

const rebuilding: Work = async (store) => {
  const lease = await store.lease();
  await store.commit([await datasetOp(store, lease.id)], lease);
  return async () => {
    await store.rebuild();
    await store.local.set('rebuilt', true);
  };
};

describe('a crash', () => {
  it('in the middle of a put leaves nothing of it, at whatever step', async () => {
    expect(await breakEverywhere(putting, 'before', 'internal')).toBeGreaterThanOrEqual(6);
    expect(await breakEverywhere(putting, 'after', 'internal')).toBeGreaterThanOrEqual(6);
  });

  it('in the middle of a commit leaves nothing of it, at whatever step', async () => {
    expect(await breakEverywhere(committing, 'before', 'internal')).toBeGreaterThanOrEqual(15);
    expect(await breakEverywhere(committing, 'after', 'internal')).toBeGreaterThanOrEqual(15);
  });

  it('in the middle of a clean-up leaves all or nothing removed', async () => {
    expect(await breakEverywhere(collecting, 'before', 'internal')).toBeGreaterThanOrEqual(3);
  });

  it('in the middle of a rebuild leaves the lists as they were', async () => {
    expect(await breakEverywhere(rebuilding, 'before', 'internal')).toBeGreaterThanOrEqual(8);
  });
});

describe('a full disk', () => {
  it('ends a put as storage-full with nothing half written', async () => {
    expect(await breakEverywhere(putting, 'full', 'storage-full')).toBeGreaterThanOrEqual(6);
  });

  it('ends a commit as storage-full with nothing half written, and the lease goes on', async () => {
    expect(await breakEverywhere(committing, 'full', 'storage-full')).toBeGreaterThanOrEqual(15);
  });
});
