/** The stored projections: applied entry by entry in the commit's transaction, or rebuilt from the log. */
import type { Table } from 'dexie';
import { project, versionedName, type VersionedTable } from '../core/log/project';
import {
  changed,
  changedId,
  reduce,
  TABLE_NAMES,
  type Placed,
  type Replay,
} from '../core/log/reduce';
import type { TableName } from '../core/log/rows';
import type { LogEntry } from '../core/log/types';
import { writing } from './database';
import type { StoredRow, VersionsRow } from './schema';
import type { WorkspaceDatabase } from './workspace-database';

export function projectionTables(database: WorkspaceDatabase): Table[] {
  return [...TABLE_NAMES.map((name) => database.table(name)), database.versions];
}

function stored<T extends TableName>({ seq, removed, row }: Placed<T>): StoredRow<T> {
  return removed ? { id: row.id, seq, row } : { id: row.id, seq, rank: -seq, row };
}

function placed<T extends TableName>({ seq, rank, row }: StoredRow<T>): Placed<T> {
  return { seq, removed: rank === undefined, row };
}

/** Only inside a transaction over the projection tables. */
export async function applyEntry(database: WorkspaceDatabase, entry: LogEntry): Promise<void> {
  const saved = versionedName(entry.op);
  let count = 0;
  if (saved) {
    count = (await database.versions.get([saved.table, saved.name]))?.count ?? 0;
    await database.versions.put({ ...saved, count: count + 1 });
  }
  for (const step of project(entry, () => count)) {
    const table = database.table<StoredRow<TableName>, string>(step.table);
    const known = await table.get(changedId(step));
    const next = changed(step, known && placed(known), entry.seq);
    if (next) await table.put(stored(next));
  }
}

/** What the projection tables hold when they are right, each in order of id. */
export interface ProjectionRows {
  tables: { [T in TableName]: StoredRow<T>[] };
  versions: VersionsRow[];
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

export function replayedRows(entries: Iterable<LogEntry>): ProjectionRows {
  const replay: Replay = reduce(entries);
  const rows = (name: TableName) => [...replay.tables[name].values()].map(stored).sort(byId);
  const counts = (table: VersionedTable) =>
    [...replay.versions[table]]
      .map(([name, count]) => ({ table, name, count }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    tables: Object.fromEntries(
      TABLE_NAMES.map((name) => [name, rows(name)]),
    ) as unknown as ProjectionRows['tables'],
    // In the order of the table's keys.
    versions: [
      ...counts('datasets'),
      ...counts('models'),
      ...counts('modules'),
      ...counts('notebookVersions'),
    ],
  };
}

/** Only inside a transaction over the projection tables, or where nobody else writes. */
export async function replaceProjections(
  database: WorkspaceDatabase,
  rows: ProjectionRows,
): Promise<void> {
  for (const name of TABLE_NAMES) {
    const table: Table = database.table(name);
    await table.clear();
    await table.bulkPut(rows.tables[name]);
  }
  await database.versions.clear();
  await database.versions.bulkPut(rows.versions);
}

export async function rebuildProjections(database: WorkspaceDatabase): Promise<void> {
  await writing(database, [database.log, ...projectionTables(database)], async () => {
    await replaceProjections(database, replayedRows(await database.log.toArray()));
  });
}
