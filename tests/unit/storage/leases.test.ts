import type { DBCore, Middleware } from 'dexie';
import { describe, expect, it } from 'vitest';
import { linkDigest } from '../../../src/core/hash/digest';
import { createWorkspace, openWorkspace } from '../../../src/storage';
import { FakeLocks } from '../../support/fake-locks';
import { freshStorage } from '../../support/storage-effects';
import { bytesOf, datasetOp, saveDataset } from '../../support/storage-samples';

async function opened(effects = freshStorage()) {
  const { id } = await createWorkspace('W', effects);
  return { id, effects, store: await openWorkspace(id, effects) };
}

describe('a lease', () => {
  it('protects what was put under it until it ends', async () => {
    const { store } = await opened();
    const lease = await store.lease();
    const digest = await store.writer(lease.id).put(bytesOf(9));
    expect(await store.collect()).toEqual({ objects: 0, bytes: 0 });
    expect(await store.objects.has(digest)).toBe(true);
    await lease.end();
    await lease.end();
    expect(await store.collect()).toEqual({ objects: 1, bytes: 9 });
    expect(await store.objects.has(digest)).toBe(false);
  });

  it('protects an object that another lease has given up', async () => {
    const { store } = await opened();
    const [one, other] = [await store.lease(), await store.lease()];
    const digest = await store.writer(one.id).put(bytesOf(9));
    await store.writer(other.id).put(bytesOf(9));
    await one.end();
    await store.collect();
    expect(await store.objects.has(digest)).toBe(true);
  });

  it('takes no more puts after it has ended, by a commit or by its owner', async () => {
    const { store } = await opened();
    const lease = await store.lease();
    const writer = store.writer(lease.id);
    await store.commit([await datasetOp(store, lease.id)], lease);
    await expect(writer.put(bytesOf(3))).rejects.toMatchObject({ code: 'internal' });
    await expect(store.commit([], lease)).rejects.toMatchObject({ code: 'internal' });
    const given = await store.lease();
    await given.end();
    await expect(store.writer(given.id).put(bytesOf(3))).rejects.toMatchObject({
      code: 'internal',
    });
  });

  it('takes many puts at once in few transactions', async () => {
    const transactions: string[] = [];
    const counting: Middleware<DBCore> = {
      stack: 'dbcore',
      name: 'transactions',
      create: (core) => ({
        ...core,
        transaction(tables, mode, options) {
          if (mode === 'readwrite' && tables.includes('contents')) transactions.push(mode);
          return core.transaction(tables, mode, options);
        },
      }),
    };
    const { store } = await opened(freshStorage({ middleware: [counting] }));
    const lease = await store.lease();
    const writer = store.writer(lease.id);
    const digests = await Promise.all(
      Array.from({ length: 600 }, (_, i) => writer.put(new Uint8Array([i % 200, 1]))),
    );
    expect(new Set(digests).size).toBe(200);
    // 256 at most in one.
    expect(transactions).toHaveLength(3);
    await lease.end();
    const late = [writer.put(new Uint8Array(1)), writer.put(new Uint8Array(2))];
    for (const put of late) await expect(put).rejects.toMatchObject({ code: 'internal' });
    expect((await store.collect()).objects).toBe(200);
  });

  it('stores what was put beside bytes that could not be hashed', async () => {
    const plain = freshStorage();
    let failing: ((error: Error) => void) | undefined;
    const { store } = await opened({
      ...plain,
      hash: (bytes) =>
        bytes.length === 7 ? new Promise((_, reject) => (failing = reject)) : plain.hash(bytes),
    });
    const lease = await store.lease();
    const writer = store.writer(lease.id);
    const lost = writer.put(new Uint8Array(7));
    const kept = writer.put(new Uint8Array(8));
    await plain.hash(new Uint8Array(8));
    failing?.(new Error('no memory'));
    await expect(lost).rejects.toThrow('no memory');
    expect(await store.objects.has(await kept)).toBe(true);
  });

  it('serves a writer in another thread, which opens the workspace for itself', async () => {
    const { id, effects, store } = await opened();
    const lease = await store.lease();
    const worker = await openWorkspace(id, effects);
    const op = await datasetOp(worker, lease.id);
    worker.close();
    await store.commit([op], lease);
    expect(await store.count('datasets')).toBe(1);
    expect((await store.collect()).objects).toBe(0);
  });

  it('lives as long as its Web Lock is held, however old it is', async () => {
    const locks = new FakeLocks();
    let now = 0;
    const effects = freshStorage({ locks: locks.manager, now: () => now });
    const { store } = await opened(effects);
    const lease = await store.lease();
    expect(locks.names).toEqual([`loam-lease-${lease.id}`]);
    await store.writer(lease.id).put(bytesOf(9));
    now = 1e12;
    expect((await store.collect({ leaseAge: 0 })).objects).toBe(0);
    locks.crash();
    expect((await store.collect()).objects).toBe(1);
    await expect(store.writer(lease.id).put(bytesOf(9))).rejects.toMatchObject({
      code: 'internal',
    });
  });

  it('lets its lock go when it is committed, ended, or its store is closed', async () => {
    const locks = new FakeLocks();
    const { store } = await opened(freshStorage({ locks: locks.manager }));
    const committed = await store.lease();
    await store.commit([await datasetOp(store, committed.id)], committed);
    const ended = await store.lease();
    await ended.end();
    await new Promise((resolve) => setTimeout(resolve));
    expect(locks.names).toEqual([]);
    await store.lease();
    expect(locks.names).toHaveLength(1);
    store.close();
    await new Promise((resolve) => setTimeout(resolve));
    expect(locks.names).toEqual([]);
  });

  it('dies by age where there are no Web Locks', async () => {
    let now = 0;
    const { store } = await opened(freshStorage({ now: () => now }));
    const lease = await store.lease();
    await store.writer(lease.id).put(bytesOf(9));
    now = 5_000;
    expect((await store.collect({ leaseAge: 5_000 })).objects).toBe(0);
    expect((await store.collect({ leaseAge: 4_999 })).objects).toBe(1);
  });
});

describe('clean-up', () => {
  it('keeps what the log names through manifests, and removes the rest', async () => {
    const { store } = await opened();
    const kept = await saveDataset(store);
    const lease = await store.lease();
    const idle = await datasetOp(store, lease.id, { chunk: bytesOf(77) });
    await lease.end();
    expect((await store.collect()).objects).toBe(2);
    for (const link of [kept.manifest, kept.profile, kept.chunk]) {
      expect(await store.objects.has(linkDigest(link))).toBe(true);
    }
    expect(await store.objects.has(linkDigest(idle.chunk))).toBe(false);
    await expect(store.getJson(idle.manifest)).rejects.toMatchObject({ code: 'object-missing' });
  });

  it('keeps what removed records name, unless told to let go of it', async () => {
    const { store } = await opened();
    const gone = await saveDataset(store, { name: 'gone', chunk: bytesOf(50, 2) });
    const stays = await saveDataset(store, { name: 'stays', chunk: bytesOf(50, 3) });
    const subject = `dataset:${gone.id}`;
    await store.commit([{ type: 'removed', subject }]);
    expect((await store.collect()).objects).toBe(0);
    await store.commit([{ type: 'restored', subject }]);
    expect(await store.count('datasets')).toBe(2);

    await store.commit([{ type: 'removed', subject }]);
    expect((await store.collect({ forgetRemoved: true })).objects).toBe(2);
    expect(await store.objects.has(linkDigest(stays.chunk))).toBe(true);
    const { missing, remaining } = await store.fsck();
    expect({ missing, remaining }).toEqual({ missing: [], remaining: [] });
    await expect(store.commit([{ type: 'restored', subject }])).rejects.toMatchObject({
      code: 'commit-incomplete',
    });
    expect(await store.count('datasets')).toBe(1);
  });
});
