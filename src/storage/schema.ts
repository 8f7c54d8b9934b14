/**
 * One database per workspace, `loam-<id>`:
 *
 *   log ──────────── the only source of truth; seq 1, 2, 3 ... one hash chain
 *    │ project()
 *    ├─> datasets tasks runs models openings exports
 *    │   notebooks notebookVersions modules
 *    │   briefs studies trials analyses                 projections, rebuilt at will
 *    └─> versions                                       how many versions each name has had
 *    │ sha256: links
 *    └─> objects ── contents      what is known about each object; its bytes, inline or as a Blob
 *           ▲
 *   leases ─┴─ staging            objects that no entry names yet, and who is about to name them
 *
 *   updates                       live documents (notebooks): [doc, seq], each a list of updates in order
 *   checkpoints                   where trainings of this device stand; never exported
 *   local                         this device's own settings; never exported
 *   meta                          schemaEpoch, read by every write
 *
 * and one directory of them, `loam-directory`: workspaces, settings, meta.
 */
import type { EntityTable, Table } from 'dexie';
import type { Digest } from '../core/hash/digest';
import type { TableName, Tables } from '../core/log/rows';
import type { VersionedTable } from '../core/log/project';
import type { LogEntry, Resumption } from '../core/log/types';

/** Objects from this many bytes on are kept as Blobs. */
export const INLINE_BELOW = 64 * 1024;

export interface MetaRow {
  key: string;
  value: number;
}

export interface ObjectRow {
  digest: Digest;
  size: number;
  links: Digest[];
  /** The stored bytes were found not to match; the next put of the right ones replaces them. */
  damaged?: boolean;
}

export type ContentRow = { digest: Digest } & (
  { bytes: Uint8Array; blob?: undefined } | { blob: Blob; bytes?: undefined }
);

export interface LeaseRow {
  id: string;
  /** Milliseconds since 1970 UTC. */
  since: number;
}

export interface StagingRow {
  lease: string;
  digest: Digest;
}

export interface StoredRow<T extends TableName> {
  id: string;
  seq: number;
  /** -seq, so that an ascending read is newest first; absent, and so not indexed, on removed rows. */
  rank?: number;
  row: Tables[T];
}

export interface VersionsRow {
  table: VersionedTable;
  name: string;
  count: number;
}

export interface CheckpointRow {
  run: string;
  /** Null before the first. */
  content: Uint8Array | Blob | null;
  resumed: Resumption[];
  cancelled: boolean;
}

export interface UpdateRow {
  doc: string;
  /** From 1, ascending; compacting leaves gaps. */
  seq: number;
  bytes: Uint8Array;
  /** When it was stored here, in milliseconds since 1970 UTC; never exported. */
  at: number;
}

export interface LocalRow {
  key: string;
  value: unknown;
}

export type ProjectionTables = { [T in TableName]: Table<StoredRow<T>, string> };

export interface WorkspaceTables extends ProjectionTables {
  meta: EntityTable<MetaRow, 'key'>;
  objects: Table<ObjectRow, Digest>;
  contents: Table<ContentRow, Digest>;
  leases: Table<LeaseRow, string>;
  staging: Table<StagingRow, [string, Digest]>;
  log: Table<LogEntry, number>;
  versions: Table<VersionsRow, [VersionedTable, string]>;
  updates: Table<UpdateRow, [string, number]>;
  checkpoints: Table<CheckpointRow, string>;
  local: Table<LocalRow, string>;
}

export interface DirectoryRow {
  id: string;
  name: string;
  /** Milliseconds since 1970 UTC. */
  createdAt: number;
  /** `making` while its database is filled, `removing` until that is gone; only `ready` ones are listed. */
  state: 'making' | 'ready' | 'removing';
}

export interface DirectoryTables {
  meta: EntityTable<MetaRow, 'key'>;
  workspaces: Table<DirectoryRow, string>;
  settings: Table<LocalRow, string>;
}

/** The fields by which rows can be found; each is an index. */
export const FIND_BY = {
  datasets: ['name', 'manifest'],
  tasks: ['task', 'dataset'],
  runs: ['recipe', 'task', 'status'],
  models: ['name', 'model', 'run', 'recipe'],
  openings: ['run', 'task'],
  exports: ['model'],
  notebooks: [],
  notebookVersions: ['notebook', 'text'],
  modules: ['name', 'code'],
  briefs: ['dataset', 'target'],
  studies: ['task', 'state'],
  trials: ['study'],
  analyses: ['key', 'of'],
} as const satisfies { [T in TableName]: readonly (keyof Tables[T])[] };
