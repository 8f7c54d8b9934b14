import { zipSync, type Zippable } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { digestOf, linkTo, type Digest } from '../../../../src/core/hash/digest';
import { canonicalBytes, canonicalJson } from '../../../../src/core/json/canonical';
import { makeEntry } from '../../../../src/core/log/entry';
import type { LogEntry, Operation } from '../../../../src/core/log/types';
import {
  createWorkspace,
  listWorkspaces,
  openWorkspace,
  packWorkspace,
  unpackWorkspace,
} from '../../../../src/storage';
import { ArchiveWriter } from '../../../../src/storage/loam-file/archive-writer';
import { objectPath, summarise } from '../../../../src/storage/loam-file/workspace-json';
import { Person } from '../../../support/random-workspace';
import { freshStorage } from '../../../support/storage-effects';

const text = (value: string) => new TextEncoder().encode(value);

let good: Uint8Array<ArrayBuffer>;

/** The code with which a file is refused; checks that nothing of it is kept. */
async function refusal(file: Uint8Array): Promise<string> {
  const effects = freshStorage();
  const blob = new Blob([file as Uint8Array<ArrayBuffer>]);
  const code = await unpackWorkspace(blob, {}, effects).then(
    () => 'restored',
    (error: { code?: string }) => error.code ?? String(error),
  );
  if (code !== 'restored') {
    expect(await listWorkspaces(effects)).toEqual([]);
    const names = (await effects.indexedDB.databases()).map(({ name }) => name);
    expect(names).toEqual(['loam-directory']);
  }
  return code;
}

/** A `.loam` with any content under right headers. */
function archive(files: [string, Uint8Array][]): Promise<Uint8Array> {
  const writer = new ArchiveWriter();
  for (const [name, bytes] of files) writer.add(name, bytes);
  return writer
    .done()
    .arrayBuffer()
    .then((buffer) => new Uint8Array(buffer));
}

function chain(ops: Operation[]): LogEntry[] {
  const entries: LogEntry[] = [];
  for (const op of ops) entries.push(makeEntry(entries.at(-1) ?? null, 1_700_000_000_000, 'x', op));
  return entries;
}

function loam(
  entries: unknown[],
  objects: Uint8Array[],
  change?: (files: [string, Uint8Array][]) => void,
) {
  const named = objects
    .map((bytes): [Digest, Uint8Array] => [digestOf(bytes), bytes])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const bytes = objects.reduce((sum, { length }) => sum + length, 0);
  const files: [string, Uint8Array][] = [
    [
      'workspace.json',
      canonicalBytes(summarise(entries as LogEntry[], { count: objects.length, bytes })),
    ],
    ['log.jsonl', text(entries.map((entry) => `${canonicalJson(entry)}\n`).join(''))],
    ...named.map(([digest, object]): [string, Uint8Array] => [objectPath(digest), object]),
  ];
  change?.(files);
  return archive(files);
}

const MODEL = canonicalBytes({ format: 'loam.model/1', preprocessing: null, weights: null });
const model = `sha256:${digestOf(MODEL)}` as const;
const EXPORTED: Operation = {
  type: 'exported',
  model,
  kind: 'page',
  sha256: '0'.repeat(64),
  bytes: 1,
};
const NAMED: Operation = { type: 'workspace-named', name: 'Small' };

beforeAll(async () => {
  const effects = freshStorage();
  const { id } = await createWorkspace('Good', effects);
  const store = await openWorkspace(id, effects);
  await new Person(store).doAll(
    (['dataset', 'task', 'run', 'end', 'evaluate', 'model', 'note'] as const).map((what, i) => ({
      do: what,
      pick: i,
      text: `t${i}`,
      sizes: [50],
    })),
  );
  good = new Uint8Array(await (await packWorkspace(store)).arrayBuffer());
});

describe('a file that is no whole .loam', () => {
  it('is restored when it is one after all', async () => {
    expect(await refusal(good)).toBe('restored');
    expect(await refusal(await loam(chain([NAMED, EXPORTED]), [MODEL]))).toBe('restored');
  });

  it('is refused for every one of 200 flipped bytes, spread over the whole file', async () => {
    const codes = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const at = Math.floor((i * good.length) / 200);
      const flipped = good.slice();
      flipped[at] = flipped[at]! ^ (1 << (i % 8));
      const code = await refusal(flipped);
      expect(['archive-damaged', 'archive-not-loam'], `bit ${i % 8} of byte ${at}`).toContain(code);
      codes.add(code);
    }
    expect(codes).toContain('archive-damaged');
  });

  it('is refused wherever it is cut off, and when something follows it', async () => {
    for (let i = 0; i < 60; i++) {
      const length = Math.floor((i * good.length) / 60);
      const code = length < 44 ? 'archive-not-loam' : 'archive-damaged';
      expect(await refusal(good.slice(0, length)), `${length} bytes`).toBe(code);
    }
    expect(await refusal(good.slice(0, good.length - 1))).toBe('archive-damaged');
    expect(await refusal(new Uint8Array([...good, 0]))).toBe('archive-damaged');
  });

  it('is told apart from files of other kinds', async () => {
    for (const other of [
      new Uint8Array(0),
      text('a,b\n1,2\n'),
      new Uint8Array([
        0x89,
        0x50,
        0x4e,
        0x47,
        0x0d,
        0x0a,
        0x1a,
        0x0a,
        ...new Array<number>(100).fill(0),
      ]),
      zipSync({ 'word/document.xml': text('<xml/>'.repeat(20)) }),
      zipSync({ 'workspace.json': text('{"format":"other/1"}') }, { level: 0 }),
    ]) {
      expect(['archive-not-loam', 'archive-damaged']).toContain(await refusal(other));
    }
    expect(await refusal(await archive([['workspace.json', text('{"format":"other/1"}')]]))).toBe(
      'archive-not-loam',
    );
    expect(await refusal(await archive([['workspace.json', text('{')]]))).toBe('archive-damaged');
  });

  it('is refused when it is compressed, so that no zip bomb unpacks', async () => {
    const bomb: Zippable = {
      'workspace.json': [
        canonicalBytes(summarise([], { count: 0, bytes: 0 })),
        { level: 0, mtime: '1980-01-01' },
      ],
      'log.jsonl': [new Uint8Array(20_000_000), { level: 9, mtime: '1980-01-01' }],
    };
    const file = zipSync(bomb);
    expect(file.length).toBeLessThan(100_000);
    expect(await refusal(file)).toBe('archive-damaged');
  });

  it('is refused when a path leads elsewhere, comes twice or is out of order', async () => {
    const log = chain([NAMED, EXPORTED]);
    for (const path of [
      '../evil',
      '/etc/passwd',
      `objects/00/${digestOf(MODEL)}`,
      'objects\\x',
      'OBJECTS/aa/b',
      'workspace.json',
      '',
    ]) {
      const renamed = await loam(log, [MODEL], (files) => {
        files[2]![0] = path;
      });
      expect(await refusal(renamed), path).toBe('archive-damaged');
    }
    const twice = await loam(log, [MODEL], (files) => files.push(files[2]!));
    expect(await refusal(twice)).toBe('archive-damaged');
    const swapped = await loam(log, [MODEL], (files) => files.reverse());
    expect(await refusal(swapped)).toBe('archive-not-loam');
    const moved = await loam(log, [MODEL], (files) => files.splice(1, 2, files[2]!, files[1]!));
    expect(await refusal(moved)).toBe('archive-damaged');
  });

  it('is refused when an object does not match its name, is missing, or is named by nothing', async () => {
    const log = chain([NAMED, EXPORTED]);
    const changed = await loam(log, [MODEL], (files) => {
      files[2]![1] = text('{"format":"loam.model/1"}');
    });
    expect(await refusal(changed)).toBe('archive-damaged');
    expect(await refusal(await loam(log, []))).toBe('archive-damaged');
    expect(await refusal(await loam(log, [MODEL, text('stowaway')]))).toBe('archive-damaged');
    const parent = canonicalBytes({
      format: 'loam.model/1',
      preprocessing: `sha256:${digestOf(text('gone'))}`,
      weights: null,
    });
    const named: Operation = { ...EXPORTED, model: linkTo(digestOf(parent)) };
    expect(await refusal(await loam(chain([named]), [parent]))).toBe('archive-damaged');
    expect(await refusal(await loam(chain([named]), [parent, text('gone')]))).toBe('restored');
  });

  it('is refused when its chain is broken, reordered, shortened, or says more than the types do', async () => {
    const log = chain([NAMED, EXPORTED, { type: 'removed', subject: 'run:1' }]);
    const forged = log.map((entry) => (entry.seq === 2 ? { ...entry, by: 'someone else' } : entry));
    expect(await refusal(await loam(forged, [MODEL]))).toBe('archive-damaged');
    expect(await refusal(await loam([log[1], log[0], log[2]], [MODEL]))).toBe('archive-damaged');
    expect(await refusal(await loam(log.slice(1), [MODEL]))).toBe('archive-damaged');
    const shortened = await loam(log, [MODEL], (files) => {
      files[1]![1] = text(
        log
          .slice(0, 2)
          .map((entry) => `${canonicalJson(entry)}\n`)
          .join(''),
      );
    });
    expect(await refusal(shortened)).toBe('archive-damaged');
    const more = chain([{ ...NAMED, script: 'alert(1)' } as Operation]);
    expect(await refusal(await loam(more, []))).toBe('archive-damaged');
    const wrong = chain([{ type: 'workspace-named', name: 7 } as unknown as Operation]);
    expect(await refusal(await loam(wrong, []))).toBe('archive-damaged');
    const spaced = await loam(chain([NAMED]), [], (files) => {
      files[1]![1] = text(`${canonicalJson(chain([NAMED])[0])} \n`);
    });
    expect(await refusal(spaced)).toBe('archive-damaged');
  });

  it('is refused as newer when a later Loam has written it', async () => {
    const summary = { ...summarise([], { count: 0, bytes: 0 }), format: 'loam.workspace/3' };
    expect(await refusal(await archive([['workspace.json', canonicalBytes(summary)]]))).toBe(
      'newer-data',
    );
    const later = chain([{ type: 'approved', by: 'x' } as unknown as Operation]);
    expect(await refusal(await loam(later, []))).toBe('newer-data');
  });
});
