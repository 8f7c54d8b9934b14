/** One open workspace. The same in the page and in workers; several may be open over one workspace. */
import { readJson } from '../core/formats/read-manifest';
import { canonicalBytes } from '../core/json/canonical';
import { linkTo, type Link } from '../core/hash/digest';
import type { LogEntry, Operation } from '../core/log/types';
import type { ObjectReader, ObjectWriter } from '../core/ports';
import { checkpointStore, type Checkpoints } from './checkpoints';
import { collectGarbage, type CollectOptions, type Collected } from './collect';
import { commitOperations } from './commit';
import { writing } from './database';
import { deviceName, requireWorkspace } from './directory';
import { documentStore, type Documents } from './documents';
import { takeSnapshot, type Snapshot } from './snapshot';
import { storageEffects, type StorageEffects } from './effects';
import { checkWorkspace, type FsckOptions, type FsckReport } from './fsck';
import { releaseLease, takeLease, type HeldLeases, type Lease } from './leases';
import { objectWriter } from './object-writer';
import { objectReader } from './objects';
import { rebuildProjections } from './projections';
import { inLoamWords } from './storage-errors';
import { tableReader, type TableReader } from './tables';
import { openWorkspaceDatabase, type WorkspaceDatabase } from './workspace-database';

export interface Usage {
  objects: number;
  bytes: number;
  entries: number;
}

export interface LocalSettings {
  get<T>(key: string): Promise<T | undefined>;
  /** Undefined forgets the key. */
  set(key: string, value: unknown): Promise<void>;
  /** Reads and writes in one transaction, so that nothing that another writes meanwhile is lost. */
  update<T>(key: string, change: (value: T | undefined) => T): Promise<void>;
}

export interface WorkspaceStore extends TableReader {
  readonly id: string;
  readonly objects: ObjectReader;
  lease(): Promise<Lease>;
  /** May be made in another thread than the lease; the lease's owner must outlive it. */
  writer(leaseId: string): ObjectWriter;
  /** Stores the canonical form of a JSON value. */
  putJson(leaseId: string, value: unknown): Promise<Link>;
  /**
   * JSON as it is, of whatever shape; `readManifest` is for what is of a known format.
   * @throws LoamError `object-missing`, `object-damaged` (also when it is no JSON)
   */
  getJson<T>(link: Link): Promise<T>;
  /**
   * Appends one log entry per operation, updates the lists and ends the lease, in one transaction.
   * @throws LoamError `commit-incomplete` when an object that the operations reach is missing; then
   * nothing has changed, and the lease goes on
   */
  commit(ops: readonly Operation[], lease?: Lease): Promise<LogEntry[]>;
  /** The whole log, oldest first. */
  entries(): Promise<LogEntry[]>;
  /** The log, and every object that it reaches and that is here, in order of digest: what a `.loam` holds. */
  snapshot(): Promise<Snapshot>;
  /** This device's settings for the workspace; they never leave it. */
  readonly local: LocalSettings;
  /** Where this device's trainings stand; they never leave it either. */
  readonly checkpoints: Checkpoints;
  /** The live documents behind notebooks. */
  readonly documents: Documents;
  collect(options?: CollectOptions): Promise<Collected>;
  fsck(options?: FsckOptions): Promise<FsckReport>;
  /** Makes all lists again from the log. */
  rebuild(): Promise<void>;
  usage(): Promise<Usage>;
  /** False after `close`, and where another tab has removed or upgraded the workspace. */
  readonly isOpen: boolean;
  /** Lets go of its leases too. */
  close(): void;
}

/** @throws LoamError `workspace-gone` for an unknown workspace, `newer-data` */
export async function openWorkspace(
  id: string,
  given?: Partial<StorageEffects>,
): Promise<WorkspaceStore> {
  const effects = storageEffects(given);
  const [by] = await Promise.all([deviceName(effects), requireWorkspace(id, effects)]);
  const database = await openWorkspaceDatabase(id, effects);
  return storeOver(database, id, () => Promise.resolve(by), effects);
}

/**
 * The same for who was told of the workspace by a thread that has it open: the directory is not asked.
 * @throws LoamError `workspace-gone` where there is no database of it, `newer-data`
 */
export async function joinWorkspace(
  id: string,
  given?: Partial<StorageEffects>,
): Promise<WorkspaceStore> {
  const effects = storageEffects(given);
  const database = await openWorkspaceDatabase(id, effects, 'refuse');
  return storeOver(database, id, () => deviceName(effects), effects);
}

function storeOver(
  database: WorkspaceDatabase,
  id: string,
  device: () => Promise<string>,
  effects: StorageEffects,
): WorkspaceStore {
  const objects = objectReader(database, effects);
  const held: HeldLeases = new Map();
  const writer = (leaseId: string) => objectWriter(database, effects, leaseId);
  return {
    id,
    ...tableReader(database),
    objects,
    lease: () => takeLease(database, effects, held),
    writer,
    async putJson(leaseId, value) {
      return linkTo(await writer(leaseId).put(canonicalBytes(value)));
    },
    getJson: <T>(link: Link) => readJson(objects, link) as Promise<T>,
    async commit(ops, lease) {
      const context = { at: effects.now(), by: await device(), lease: lease?.id ?? null };
      const entries = await commitOperations(database, ops, context);
      if (lease) releaseLease(held, lease.id);
      return entries;
    },
    entries: () => inLoamWords(() => database.log.orderBy('seq').toArray()),
    snapshot: () => takeSnapshot(database),
    local: {
      async get<T>(key: string) {
        return (await inLoamWords(() => database.local.get(key)))?.value as T | undefined;
      },
      async set(key, value) {
        const { local } = database;
        await writing(database, [local], async () => {
          if (value === undefined) await local.delete(key);
          else await local.put({ key, value });
        });
      },
      async update<T>(key: string, change: (value: T | undefined) => T) {
        const { local } = database;
        await writing(database, [local], async () => {
          const known = (await local.get(key))?.value as T | undefined;
          await local.put({ key, value: change(known) });
        });
      },
    },
    checkpoints: checkpointStore(database),
    documents: documentStore(database, effects.now),
    collect: (options) => collectGarbage(database, effects, options),
    fsck: (options) => checkWorkspace(database, effects, options),
    rebuild: () => rebuildProjections(database),
    usage: () =>
      inLoamWords(async () => {
        const rows = await database.objects.toArray();
        const bytes = rows.reduce((sum, { size }) => sum + size, 0);
        return { objects: rows.length, bytes, entries: await database.log.count() };
      }),
    get isOpen() {
      return database.isOpen();
    },
    close() {
      for (const id of [...held.keys()]) releaseLease(held, id);
      database.close();
    },
  };
}
