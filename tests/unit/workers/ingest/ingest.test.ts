import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readTable } from '../../../../src/core/dataset/read-table';
import { rowsOf } from '../../../../src/core/dataset/cell';
import { LoamError } from '../../../../src/core/errors';
import { digestOf, linkDigest } from '../../../../src/core/hash/digest';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import type { ReadOptions, Progress } from '../../../../workers/contract';
import { readFile } from '../../../../workers/ingest/file-reading';
import { readingSource } from '../../../../workers/ingest/reading-source';
import { piecesOf } from '../../../../workers/ingest/file-pieces';
import {
  DeskWorker,
  type DeskAnswer,
  type DeskMessage,
} from '../../../../workers/ingest/desk-worker';
import { remoteDesks, type DeskThread } from '../../../../workers/ingest/remote-desk';
import type { OpenDesk, OwnDesk } from '../../../../workers/ingest/desk';
import { Ingest, readingText } from '../../../../workers/ingest/ingest';
import { localSink } from '../../../../src/core/ingest/chunk-sink';
import { MemoryObjects } from '../../../support/memory-objects';

const CSV = 'name,age\nAda,36\nAlan,41\nGrace,\n';
const big = `x,y\n${Array.from({ length: 300_000 }, (_, i) => `${i},${i / 8}`).join('\n')}`;

const hash = async (bytes: Uint8Array) => digestOf(bytes);

function desks(objects: MemoryObjects) {
  const seen = { opened: [] as string[], closed: 0 };
  const openDesk: OpenDesk<OwnDesk> = async (workspace, lease) => {
    seen.opened.push(`${workspace}/${lease}`);
    return {
      ...localSink({ put: (bytes) => objects.put(bytes) }),
      put: (bytes) => objects.put(bytes),
      read: (file) => readFile(file, hash),
      close: () => void seen.closed++,
    };
  };
  return { seen, openDesk };
}

function setUp(objects: MemoryObjects = new MemoryObjects()) {
  let time = 0;
  const { seen, openDesk } = desks(objects);
  const worker = new Ingest({
    openDesk,
    openOwn: openDesk,
    now: () => (time += 20),
    pause: async () => undefined,
  });
  const events: Progress[] = [];
  const controller = new AbortController();
  const read = (content: BlobPart, options: ReadOptions = {}, name = 'people.csv') =>
    worker.read(
      { workspace: 'w', lease: 'l', file: new Blob([content]), name, options },
      { signal: controller.signal, progress: (event) => events.push(event) },
    );
  return { read, objects, events, controller, seen };
}

describe('the ingest worker', () => {
  test('stores chunks, manifest and profile under the lease, and says where the file came from', async () => {
    const { read, objects, seen } = setUp();
    const result = await read(CSV);
    expect(seen).toEqual({ opened: ['w/l'], closed: 1 });
    const table = await readTable(result.manifest, objects);
    expect(rowsOf(table.columns, 0, 3)).toEqual([
      ['Ada', 36],
      ['Alan', 41],
      ['Grace', null],
    ]);
    expect(result.preview).toEqual(rowsOf(table.columns, 0, 3));
    expect(await objects.get(linkDigest(result.manifestLink))).toEqual(
      canonicalBytes(result.manifest),
    );
    expect(await objects.get(linkDigest(result.profileLink))).toEqual(
      canonicalBytes(result.profile),
    );
    expect(result.source).toEqual({
      name: 'people.csv',
      bytes: CSV.length,
      sha256: createHash('sha256').update(CSV).digest('hex'),
      reading: 'CSV, UTF-8, comma',
    });
    expect(result.options).toEqual({
      format: 'csv',
      delimiter: ',',
      encoding: 'utf-8',
      header: true,
    });
    const chunkBytes = result.manifest.columns.flatMap(({ chunks }) =>
      chunks.map(({ object }) => objects.objects.get(linkDigest(object))!.length),
    );
    expect(result.bytes).toBe(chunkBytes.reduce((a, b) => a + b, 0));
  });

  test('gives the same manifest for the same file, and for the same content in another file', async () => {
    const one = await setUp().read(CSV);
    expect((await setUp().read(CSV)).manifestLink).toBe(one.manifestLink);
    const other = await setUp().read(
      CSV.replaceAll(',', '\t').replaceAll('\n', '\r\n'),
      {},
      'people.tsv',
    );
    expect(other.manifestLink).toBe(one.manifestLink);
    expect(other.source.sha256).not.toBe(one.source.sha256);
  });

  test('reports progress that rises to the end', async () => {
    const { read, events } = setUp();
    await read(big);
    const shares = events.map(({ done }) => done);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect([shares[0]! > 0, shares.at(-1), shares.length > 2]).toEqual([true, 1, true]);
  });

  test('stops as cancelled at any event, and closes the workspace', async () => {
    const count = await (async () => {
      const { read, events } = setUp();
      await read(big);
      return events.length;
    })();
    for (let at = 0; at < count - 1; at++) {
      const { read, events, controller, seen } = setUp();
      const push = events.push.bind(events);
      events.push = (event) => {
        if (events.length === at) controller.abort();
        return push(event);
      };
      await expect(read(big)).rejects.toMatchObject({ code: 'cancelled' });
      expect(seen.closed).toBe(1);
    }
  });

  test('passes on that storage is full, whichever write fails', async () => {
    const whole = setUp();
    await whole.read(big);
    const puts = whole.objects.objects.size;
    for (let failing = 0; failing < puts; failing++) {
      const objects = new MemoryObjects();
      const put = objects.put.bind(objects);
      let n = 0;
      objects.put = (bytes) =>
        n++ === failing ? Promise.reject(new LoamError('storage-full')) : put(bytes);
      const { read, seen } = setUp(objects);
      await expect(read(big)).rejects.toMatchObject({ code: 'storage-full' });
      expect(seen.closed).toBe(1);
    }
  });

  test('says in words how a file was read', () => {
    expect(
      readingText({ format: 'csv', encoding: 'windows-1252', delimiter: ';', header: false }),
    ).toBe('CSV, Windows-1252, semicolon, no header');
    expect(readingText({ format: 'jsonl', encoding: 'utf-8', delimiter: ',', header: true })).toBe(
      'JSON Lines, UTF-8',
    );
  });
});

describe('a file', () => {
  const file = new Blob([big]);

  const digest = createHash('sha256').update(big).digest('hex');

  test('is read and named by its SHA-256 in one go, gathered or piece by piece', async () => {
    for (const whole of [1e9, 1]) {
      const reading = readFile(file, hash, whole);
      let text = '';
      for (let piece; (piece = await reading.next()) !== null;)
        text += new TextDecoder().decode(piece);
      expect(text === big).toBe(true);
      expect(await reading.digest()).toBe(digest);
    }
  });

  test('has its name although nobody reads it', async () => {
    for (const whole of [1e9, 1]) expect(await readFile(file, hash, whole).digest()).toBe(digest);
    expect(await readFile(new Blob([]), hash).next()).toBeNull();
  });

  test('can be opened again, at its head and after it was read', async () => {
    const long = new Blob([big, big, big, big, big, big]);
    for (const content of [file, long]) {
      const source = readingSource(content, 'x', readFile(content, hash));
      const head = async () => {
        for await (const piece of source.open()) return digestOf(piece);
        return null;
      };
      const length = async () => {
        let bytes = 0;
        for await (const piece of source.open()) bytes += piece.length;
        return bytes;
      };
      expect(await head()).toBe(await head());
      expect([await length(), await length(), source.size]).toEqual(Array(3).fill(content.size));
    }
  });

  test('that cannot be read is said to be unreadable', async () => {
    const gone = {
      size: 5,
      arrayBuffer: () => Promise.reject(new Error('gone')),
      stream: () =>
        new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) }),
    } as unknown as Blob;
    const unreadable = { code: 'file-unreadable', facts: { message: 'gone' } };
    const reading = readFile(gone, hash);
    await expect(reading.next()).rejects.toMatchObject(unreadable);
    await expect(reading.digest()).rejects.toMatchObject(unreadable);
    await expect(piecesOf(gone).next()).rejects.toMatchObject(unreadable);
  });
});

describe('the thread beside', () => {
  /** A desk without a thread: messages are cloned and their buffers taken away, as a Worker would. */
  function deskThread(openDesk: OpenDesk<OwnDesk>) {
    const worker = new DeskWorker(openDesk);
    const thread: DeskThread & { ended: boolean } = {
      ended: false,
      onmessage: null,
      onerror: null,
      postMessage(message: DeskMessage, transfer: Transferable[]) {
        const own = structuredClone(message, { transfer: transfer as ArrayBuffer[] });
        void worker.answer(own).then((data: DeskAnswer) => {
          if (!thread.ended) thread.onmessage?.({ data } as MessageEvent<DeskAnswer>);
        });
      },
      terminate() {
        thread.ended = true;
      },
    };
    return thread;
  }

  test('gives the same version as one thread does, import after import', async () => {
    const objects = new MemoryObjects();
    const { seen, openDesk } = desks(objects);
    const thread = deskThread(openDesk);
    const worker = new Ingest({
      openDesk: remoteDesks(() => thread),
      now: () => 0,
      pause: async () => undefined,
    });
    const context = { signal: new AbortController().signal, progress: () => undefined };
    const request = {
      workspace: 'w',
      lease: 'l',
      file: new Blob([big]),
      name: 'people.csv',
      options: {},
    };
    for (let i = 0; i < 2; i++) {
      expect(await worker.read(request, context)).toEqual(await setUp().read(big));
    }
    await new Promise((resolve) => setTimeout(resolve));
    expect([seen, thread.ended]).toEqual([{ opened: ['w/l', 'w/l'], closed: 2 }, false]);
  });

  test('counts repeated rows of decimals, dates, text and gaps, also where a column is made again', async () => {
    const rows = 140_000;
    const distinct = 999;
    const line = (row: number) => {
      const kind = row % distinct;
      const gap = kind % 7 === 0 ? '' : `${kind / 4}`;
      // The last row shows that the fourth column is text after all.
      const late = row === rows - 1 ? 'none' : `${kind % 50}`;
      return `${kind}.25,${gap},2024-01-${String(1 + (kind % 28)).padStart(2, '0')},${late},-${kind}`;
    };
    const text = `a,b,day,late,c\n${Array.from({ length: rows }, (_, row) => line(row)).join('\n')}\n`;
    const { openDesk } = desks(new MemoryObjects());
    const worker = new Ingest({
      openDesk: remoteDesks(() => deskThread(openDesk)),
      now: () => 0,
      pause: async () => undefined,
    });
    const { profile } = await worker.read(
      { workspace: 'w', lease: 'l', file: new Blob([text]), name: 'repeats.csv', options: {} },
      { signal: new AbortController().signal, progress: () => undefined },
    );
    expect(profile.duplicateRows).toBe(rows - distinct - 1);
    expect((await setUp().read(text)).profile).toEqual(profile);
  });

  test('passes on errors with their code', async () => {
    const desk = await remoteDesks(() =>
      deskThread(async () => ({
        ...localSink(new MemoryObjects()),
        put: () => Promise.reject(new LoamError('storage-full', { need: 5 })),
        read: (file: Blob) => readFile(file, hash),
        close: () => undefined,
      })),
    )('w', 'l');
    const full = { code: 'storage-full', facts: { need: 5 } };
    await expect(desk.put(new Uint8Array(3))).rejects.toMatchObject(full);
    const none = remoteDesks(() =>
      deskThread(() => Promise.reject(new LoamError('storage-unavailable'))),
    );
    await expect(none('w', 'l')).rejects.toMatchObject({ code: 'storage-unavailable' });
  });

  test('is done without where it cannot be started', async () => {
    const objects = new MemoryObjects();
    const own = desks(objects).openDesk;
    const dead = deskThread(own);
    dead.postMessage = () =>
      dead.onerror?.({ message: 'refused', preventDefault() {} } as ErrorEvent);
    const refused = () => {
      throw new TypeError('no workers here');
    };
    for (const spawn of [() => dead, refused]) {
      const desk = await remoteDesks(spawn, own)('w', 'l');
      expect(await desk.put(Uint8Array.of(1))).toBe(digestOf(Uint8Array.of(1)));
    }
  });

  test('that dies leaves no question unanswered', async () => {
    const thread = deskThread(async () => ({
      ...localSink(new MemoryObjects()),
      put: () => new Promise(() => undefined),
      read: (file: Blob) => readFile(file, hash),
      close: () => undefined,
    }));
    const desk = await remoteDesks(() => thread)('w', 'l');
    const put = desk.put(Uint8Array.of(1));
    thread.onerror?.({ message: 'out of memory', preventDefault() {} } as ErrorEvent);
    await expect(put).rejects.toMatchObject({ code: 'worker-died' });
    await expect(desk.put(Uint8Array.of(2))).rejects.toMatchObject({ code: 'worker-died' });
  });
});
