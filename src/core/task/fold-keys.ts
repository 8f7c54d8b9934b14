/** What folds of a task are dealt by: the key and the time of each row; FOLDS.md section 1. */
import type { Table } from '../dataset/types';
import type { Lanes } from './parts/word-hash';
import { rowKeys } from './row-keys';
import type { Role, TaskManifest } from './types';

function withRole({ roles }: TaskManifest, wanted: Role): string[] {
  return roles.filter(({ role }) => role === wanted).map(({ column }) => column);
}

/** @param table all columns of the task's dataset */
export function foldKeys(task: TaskManifest, table: Table): Lanes {
  const { rule } = task;
  const content = task.roles.map(({ column }) => column);
  if (rule.by === 'time') return rowKeys(table, { seed: 0, kind: 'content', content });
  if (rule.key === 'content') return rowKeys(table, { seed: rule.seed, kind: 'content', content });
  return rowKeys(table, {
    seed: rule.seed,
    kind: rule.key,
    columns: withRole(task, rule.key),
    content,
  });
}

/** The column with role time, else the first date among the features of the table; null where there is none. */
export function foldTimes(task: TaskManifest, table: Table): Float64Array | null {
  const [named] = withRole(task, 'time');
  const features = new Set(withRole(task, 'feature'));
  const column =
    table.columns.find(({ schema }) => schema.name === named) ??
    table.columns.find(({ schema }) => schema.type === 'datetime' && features.has(schema.name));
  return column?.kind === 'numeric' ? column.values : null;
}
