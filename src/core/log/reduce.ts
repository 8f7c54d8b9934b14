import { project, versionedName, type Change, type VersionedTable } from './project';
import type { TableName, Tables } from './rows';
import type { LogEntry } from './types';

export const TABLE_NAMES = [
  'datasets',
  'tasks',
  'runs',
  'models',
  'openings',
  'exports',
  'notebooks',
  'notebookVersions',
  'modules',
  'briefs',
  'studies',
  'trials',
  'analyses',
] as const satisfies readonly TableName[];

/** A row, the position of the entry that made it, by which lists are ordered, and whether it is hidden. */
export interface Placed<T extends TableName> {
  seq: number;
  removed: boolean;
  row: Tables[T];
}

export interface Replay {
  tables: { [T in TableName]: Map<string, Placed<T>> };
  /** How many versions each name has had, removed ones included. */
  versions: Record<VersionedTable, Map<string, number>>;
}

/** What a change makes of the row that is there; undefined where it changes nothing. */
export function changed<T extends TableName>(
  step: Extract<Change, { table: T }>,
  known: Placed<T> | undefined,
  seq: number,
): Placed<T> | undefined {
  if (step.type === 'put')
    return known ? undefined : { seq, removed: false, row: step.row as Tables[T] };
  if (!known) return undefined;
  if (step.type === 'patch') return { ...known, row: { ...known.row, ...step.fields } };
  return { ...known, removed: step.type === 'remove' };
}

/** The id of the row that a change is about. */
export function changedId(step: Change): string {
  return step.type === 'put' ? step.row.id : step.id;
}

/** A whole log as plain tables in memory: what the stored projections must equal. */
export function reduce(entries: Iterable<LogEntry>): Replay {
  const tables: Replay['tables'] = {
    datasets: new Map(),
    tasks: new Map(),
    runs: new Map(),
    models: new Map(),
    openings: new Map(),
    exports: new Map(),
    notebooks: new Map(),
    notebookVersions: new Map(),
    modules: new Map(),
    briefs: new Map(),
    studies: new Map(),
    trials: new Map(),
    analyses: new Map(),
  };
  const versions: Replay['versions'] = {
    datasets: new Map(),
    models: new Map(),
    notebookVersions: new Map(),
    modules: new Map(),
  };
  const versionOf = (table: VersionedTable, name: string) => versions[table].get(name) ?? 0;
  for (const entry of entries) {
    for (const step of project(entry, versionOf)) {
      // One map for the compiler; the union keeps table and row together.
      const rows = tables[step.table] as Map<string, Placed<TableName>>;
      const id = changedId(step);
      const next = changed(step, rows.get(id), entry.seq);
      if (next) rows.set(id, next);
    }
    const saved = versionedName(entry.op);
    if (saved) versions[saved.table].set(saved.name, versionOf(saved.table, saved.name) + 1);
  }
  return { tables, versions };
}
