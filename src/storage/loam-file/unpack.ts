/**
 * A `.loam` file as a new workspace. The file may be anything at all: what is in it is held against its
 * own hashes, against the log, and against the one way to write it, and nothing is kept unless all fits.
 */
import { LoamError } from '../../core/errors';
import { linkDigest, type Digest } from '../../core/hash/digest';
import { reachable } from '../../core/links/reachable';
import { namedLinks, neededDigests } from '../../core/log/named-links';
import { documentsOf } from '../../core/log/subjects';
import type { LogEntry } from '../../core/log/types';
import { writing } from '../database';
import { makeWorkspace } from '../directory';
import { storageEffects, type StorageEffects } from '../effects';
import { objectRows, type ObjectRows } from '../objects';
import { projectionTables, replaceProjections, replayedRows } from '../projections';
import type { UpdateRow } from '../schema';
import type { WorkspaceDatabase } from '../workspace-database';
import { damaged } from './archive-errors';
import { ArchiveReader } from './archive-reader';
import { readLog } from './log-reader';
import type { LoamFileOptions } from './pack';
import type { ZipEntry } from './zip-layout';
import {
  digestInPath,
  documentInPath,
  isSummary,
  LOG_JSONL,
  readFormat,
  summarise,
  WORKSPACE_JSON,
} from './workspace-json';

const ENTRIES_AT_ONCE = 1_000;
const OBJECTS_AT_ONCE = 500;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

interface Unpacking {
  reader: ArchiveReader;
  database: WorkspaceDatabase;
  effects: StorageEffects;
  /** Throws when cancelled. */
  report(): void;
}

async function unpackLog({ reader, database, report }: Unpacking): Promise<LogEntry[]> {
  const entry = await reader.next(WORKSPACE_JSON);
  if (entry?.name !== LOG_JSONL) throw damaged('its log is missing');
  const entries: LogEntry[] = [];
  let batch: LogEntry[] = [];
  const flush = async () => {
    report();
    await writing(database, [database.log], () => database.log.bulkAdd(batch));
    batch = [];
  };
  for await (const line of readLog(reader.pieces(entry))) {
    entries.push(line);
    batch.push(line);
    if (batch.length === ENTRIES_AT_ONCE) await flush();
  }
  await flush();
  return entries;
}

interface Unpacked {
  links: Map<Digest, Digest[]>;
  bytes: number;
}

interface UnpackedDocuments {
  count: number;
  updates: number;
  /** The first entry that is no document's; null at the end. */
  next: ZipEntry | null;
}

/** What the updates say is for whoever opens the document: here they are bytes. */
async function unpackDocuments(
  { reader, database, effects, report }: Unpacking,
  named: ReadonlySet<string>,
): Promise<UnpackedDocuments> {
  const { updates } = database;
  let rows: UpdateRow[] = [];
  let rowBytes = 0;
  const flush = async () => {
    report();
    await writing(database, [updates], () => updates.bulkAdd(rows));
    rows = [];
    rowBytes = 0;
  };
  const unpacked: UnpackedDocuments = { count: 0, updates: 0, next: null };
  let last = { id: '', place: 0 };
  for (;;) {
    const entry = await reader.next(WORKSPACE_JSON);
    const at = entry && documentInPath(entry.name);
    if (!entry || !at) {
      await flush();
      return { ...unpacked, next: entry };
    }
    const follows =
      at.id === last.id ? at.place === last.place + 1 : at.id > last.id && at.place === 1;
    if (!follows) throw damaged('its documents are out of order', { entry: entry.name });
    if (!named.has(at.id))
      throw damaged('it holds a document that nothing names', { entry: entry.name });
    const bytes = (await reader.bytes(entry)).slice();
    if (at.place === 1) unpacked.count++;
    unpacked.updates++;
    last = at;
    rows.push({ doc: at.id, seq: at.place, bytes, at: effects.now() });
    rowBytes += bytes.length;
    if (rows.length === OBJECTS_AT_ONCE || rowBytes >= BYTES_AT_ONCE) await flush();
  }
}

async function unpackObjects(
  { reader, database, effects, report }: Unpacking,
  first: ZipEntry | null,
): Promise<Unpacked> {
  const unpacked: Unpacked = { links: new Map(), bytes: 0 };
  const { objects, contents } = database;
  let rows: ObjectRows[] = [];
  let rowBytes = 0;
  const flush = async () => {
    report();
    await writing(database, [objects, contents], async () => {
      await contents.bulkAdd(rows.map(({ content }) => content));
      await objects.bulkAdd(rows.map(({ object }) => object));
    });
    rows = [];
    rowBytes = 0;
  };
  let last = '';
  for (let entry = first; entry; entry = await reader.next(WORKSPACE_JSON)) {
    const digest = digestInPath(entry.name);
    if (digest === null) throw damaged('it holds a file that is no object');
    if (digest <= last) throw damaged('its objects are out of order');
    last = digest;
    const bytes = await reader.bytes(entry);
    if ((await effects.hash(bytes)) !== digest)
      throw damaged('an object does not match its name', { entry: entry.name });
    const row = objectRows(digest, bytes);
    unpacked.links.set(digest, row.object.links);
    unpacked.bytes += bytes.length;
    rows.push(row);
    rowBytes += bytes.length;
    if (rows.length === OBJECTS_AT_ONCE || rowBytes >= BYTES_AT_ONCE) await flush();
  }
  await flush();
  return unpacked;
}

/** All that the log needs is there, and nothing that it does not name. */
function checkReach(entries: readonly LogEntry[], { links }: Unpacked): void {
  const named = namedLinks(entries);
  const linksOf = (digest: Digest) => links.get(digest);
  for (const digest of neededDigests(named, linksOf)) {
    if (!links.has(digest)) throw damaged('an object is missing', { digest });
  }
  const known = reachable(
    named.map(({ link }) => linkDigest(link)),
    linksOf,
  );
  for (const digest of links.keys()) {
    if (!known.has(digest)) throw damaged('it holds an object that nothing names', { digest });
  }
}

export interface Restored {
  id: string;
  /** The workspace's own name, made distinct from those that are here. */
  name: string;
  objects: number;
  entries: number;
}

/**
 * @throws LoamError `archive-not-loam`, `archive-damaged`, `newer-data`, `file-unreadable`, `storage-full`,
 * `cancelled`; then nothing is kept
 */
export function unpackWorkspace(
  file: Blob,
  { signal, progress }: LoamFileOptions = {},
  given?: Partial<StorageEffects>,
): Promise<Restored> {
  const effects = storageEffects(given);
  return makeWorkspace(
    effects,
    async (database) => {
      const reader = new ArchiveReader(file);
      const report = () => {
        if (signal?.aborted) throw new LoamError('cancelled');
        progress?.({ done: reader.position / file.size, label: 'restoring objects' });
      };
      const unpacking = { reader, database, effects, report };
      report();

      const first = await reader.next(WORKSPACE_JSON);
      if (!first) throw new LoamError('archive-not-loam');
      const summaryBytes = (await reader.bytes(first)).slice();
      readFormat(summaryBytes);
      const entries = await unpackLog(unpacking);
      const documents = await unpackDocuments(unpacking, documentsOf(entries));
      const objects = await unpackObjects(unpacking, documents.next);
      await reader.end();

      checkReach(entries, objects);
      const summary = summarise(
        entries,
        { count: objects.links.size, bytes: objects.bytes },
        documents,
      );
      if (!isSummary(summaryBytes, summary)) throw damaged('workspace.json does not fit the rest');
      await writing(database, projectionTables(database), () =>
        replaceProjections(database, replayedRows(entries)),
      );
      report();
      return { name: summary.name, objects: summary.objects, entries: summary.entries };
    },
    'distinct',
  );
}
