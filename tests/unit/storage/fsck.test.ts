import { describe, expect, it } from 'vitest';
import { digestOf, linkDigest, linkTo } from '../../../src/core/hash/digest';
import { createWorkspace, openWorkspace } from '../../../src/storage';
import {
  openWorkspaceDatabase,
  type WorkspaceDatabase,
} from '../../../src/storage/workspace-database';
import { dump } from '../../support/database-dump';
import { freshStorage } from '../../support/storage-effects';
import { bytesOf, datasetOp, saveDataset } from '../../support/storage-samples';

async function opened() {
  const effects = freshStorage();
  const { id } = await createWorkspace('W', effects);
  const store = await openWorkspace(id, effects);
  const kept = await saveDataset(store, { chunk: bytesOf(70_000) });
  const spoil = async (work: (database: WorkspaceDatabase) => Promise<unknown>) => {
    const database = await openWorkspaceDatabase(id, effects);
    await work(database);
    database.close();
  };
  return { id, effects, store, kept, spoil };
}

function flip(bytes: Uint8Array): Uint8Array {
  const flipped = bytes.slice();
  flipped[3] = flipped[3]! ^ 1;
  return flipped;
}

describe('fsck', () => {
  it('finds nothing in a sound workspace, and counts it', async () => {
    const { store } = await opened();
    const { objects, bytes } = await store.usage();
    expect(await store.fsck()).toEqual({
      objects,
      bytes,
      damaged: [],
      missing: [],
      unreferenced: [],
      projectionsIntact: true,
      projectionsRebuilt: false,
      logIntact: true,
      documents: 0,
      updates: 0,
      textless: [],
      repaired: [],
      remaining: [],
    });
  });

  it('finds notebooks without a document, updates without bytes, and texts that no notebook names', async () => {
    const { store, spoil } = await opened();
    for (const id of ['whole', 'empty', 'gone', 'removed'])
      await store.commit([{ type: 'notebook-saved', notebook: id, title: id }]);
    await store.commit([{ type: 'removed', subject: 'notebook:removed' }]);
    for (const id of ['whole', 'whole', 'empty', 'nobody', 'fresh'])
      await store.documents.append(id, bytesOf(5));
    await spoil(async ({ updates }) => {
      await updates.put({ doc: 'empty', seq: 2, bytes: new Uint8Array(), at: 1 });
      await updates.put({ doc: 'nobody', seq: 1, bytes: bytesOf(5), at: 1 });
    });
    const report = await store.fsck();
    expect([report.documents, report.updates, report.textless]).toEqual([4, 6, ['gone']]);
    const faults = [
      '1 notebook has no text; a version that was kept can be opened.',
      'The text of 1 notebook holds something that is no update; the rest of it is shown.',
    ];
    expect(report.remaining).toEqual([...faults, '1 text that no notebook names.']);
    const repaired = await store.fsck({ repair: true });
    expect(repaired.repaired).toEqual(['Dropped 1 text that no notebook names.']);
    expect(repaired.remaining).toEqual(faults);
    expect(await store.documents.load('nobody')).toEqual([]);
    // It may be named in a moment.
    expect(await store.documents.load('fresh')).toHaveLength(1);
  });

  it('finds a flipped byte in an inline object and in a Blob, and the same content put again mends it', async () => {
    const { store, kept, spoil } = await opened();
    const [inline, blob] = [linkDigest(kept.manifest), linkDigest(kept.chunk)];
    const right = { inline: await store.objects.get(inline), blob: await store.objects.get(blob) };
    await spoil(async ({ contents }) => {
      await contents.put({ digest: inline, bytes: flip(right.inline) });
      await contents.put({
        digest: blob,
        blob: new Blob([flip(right.blob) as Uint8Array<ArrayBuffer>]),
      });
    });
    await expect(store.objects.get(blob)).rejects.toMatchObject({ code: 'object-damaged' });
    expect((await store.fsck()).damaged).toEqual([inline, blob].sort());
    expect(await store.objects.has(blob)).toBe(true);
    const report = await store.fsck({ repair: true });
    expect(report.remaining).toEqual([
      '2 objects are damaged; saving the same content again mends it.',
    ]);
    expect(await store.objects.has(blob)).toBe(false);
    const lease = await store.lease();
    await store.writer(lease.id).put(right.blob);
    await store.writer(lease.id).put(right.inline);
    await lease.end();
    expect((await store.fsck()).remaining).toEqual([]);
    expect(await store.objects.get(blob)).toEqual(right.blob);
  });

  it('finds a missing object and says what names it', async () => {
    const { store, kept, spoil } = await opened();
    await spoil(async ({ objects, contents }) => {
      await objects.bulkDelete([linkDigest(kept.chunk), linkDigest(kept.profile)]);
      await contents.bulkDelete([linkDigest(kept.chunk), linkDigest(kept.profile)]);
    });
    const { missing, remaining } = await store.fsck({ repair: true });
    expect(missing).toEqual([
      { link: kept.profile, namedBy: 'log entry 2 (dataset-saved)' },
      { link: kept.chunk, namedBy: kept.manifest },
    ]);
    expect(remaining).toEqual([
      '2 objects are missing; saving the same content again brings it back.',
    ]);
  });

  it('finds an object of which only the record or only the bytes are left', async () => {
    const { store, kept, spoil } = await opened();
    await spoil(async ({ objects, contents }) => {
      await contents.delete(linkDigest(kept.chunk));
      await objects.delete(linkDigest(kept.manifest));
    });
    const { damaged, missing, repaired } = await store.fsck({ repair: true });
    expect({ damaged, missing }).toEqual({ damaged: [linkDigest(kept.chunk)], missing: [] });
    expect(repaired).toEqual(['Wrote again what is known about 1 object.']);
    expect(await store.objects.has(linkDigest(kept.manifest))).toBe(true);
  });

  it('drops damaged objects that nothing needs, and leaves sound ones to clean-up', async () => {
    const { store, spoil } = await opened();
    const lease = await store.lease();
    const idle = await datasetOp(store, lease.id, { chunk: bytesOf(20) });
    await lease.end();
    const chunk = linkDigest(idle.chunk);
    await spoil(({ contents }) => contents.put({ digest: chunk, bytes: bytesOf(20, 9) }));
    const found = await store.fsck();
    expect(found.unreferenced).toEqual(
      [linkDigest(idle.manifest), chunk].filter((d) => d !== '').sort(),
    );
    expect(found.remaining).toEqual(['1 object that nothing needs: damaged.']);
    expect((await store.fsck({ repair: true })).repaired).toEqual([
      'Dropped 1 damaged object that nothing needs.',
    ]);
    expect((await store.fsck()).unreferenced).toEqual([linkDigest(idle.manifest)]);
  });

  it('finds links that were recorded wrongly, which clean-up would have trusted', async () => {
    const { store, kept, spoil } = await opened();
    const digest = linkDigest(kept.manifest);
    await spoil(({ objects }) => objects.update(digest, { links: [] }));
    expect((await store.fsck()).remaining).toEqual(['What is known about 1 object is wrong.']);
    await store.fsck({ repair: true });
    expect((await store.collect()).objects).toBe(0);
    expect((await store.fsck()).remaining).toEqual([]);
  });

  it('finds lists that do not follow the log, and makes them again', async () => {
    const { id, effects, store, spoil } = await opened();
    await store.commit([{ type: 'removed', subject: `dataset:${(await saveDataset(store)).id}` }]);
    const right = await dump(id, effects);
    for (const wrong of [
      (database: WorkspaceDatabase) => database.datasets.clear(),
      (database: WorkspaceDatabase) =>
        database.datasets.toCollection().modify((row) => void (row.row.rows = 7)),
      (database: WorkspaceDatabase) =>
        database.datasets.toCollection().modify((row) => void (row.rank = -row.seq)),
      (database: WorkspaceDatabase) => database.versions.clear(),
    ]) {
      await spoil(async (database) => wrong(database));
      const found = await store.fsck();
      expect(found.projectionsIntact).toBe(false);
      expect(found.remaining).toEqual(['The lists do not follow the log.']);
      const { projectionsRebuilt, remaining } = await store.fsck({ repair: true });
      expect({ projectionsRebuilt, remaining }).toEqual({
        projectionsRebuilt: true,
        remaining: [],
      });
      expect(await dump(id, effects)).toEqual(right);
    }
  });

  it('finds a changed log, which nothing can repair', async () => {
    const { store, spoil } = await opened();
    await spoil(({ log }) => log.update(2, { by: 'someone else' }));
    const { logIntact, remaining } = await store.fsck({ repair: true });
    expect({ logIntact, remaining }).toEqual({
      logIntact: false,
      remaining: ['The log is broken at entry 2.'],
    });
  });

  it('can be cancelled, and tells how far it is', async () => {
    const { store } = await opened();
    const controller = new AbortController();
    const labels: string[] = [];
    const progress = ({ label }: { label: string }) => labels.push(label);
    await store.fsck({ progress });
    expect(new Set(labels)).toEqual(new Set(['checking objects', 'checking the log']));
    controller.abort();
    await expect(store.fsck({ signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('reading an object', () => {
  it('verifies it every time', async () => {
    const { store, kept, spoil } = await opened();
    const digest = linkDigest(kept.profile);
    expect(digestOf(await store.objects.get(digest))).toBe(digest);
    await spoil(({ contents }) => contents.put({ digest, bytes: bytesOf(9) }));
    await expect(store.getJson(linkTo(digest))).rejects.toMatchObject({
      code: 'object-damaged',
      facts: { digest },
    });
    const absent = digestOf(bytesOf(1));
    await expect(store.objects.get(absent)).rejects.toMatchObject({
      code: 'object-missing',
      facts: { digest: absent },
    });
    expect(await store.objects.has(absent)).toBe(false);
  });
});
