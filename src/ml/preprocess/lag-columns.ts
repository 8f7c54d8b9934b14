/** Columns made of the rows before each row, in the order of time; core/recipe/LAGS.md says which rows those are. */
import { LoamError } from '../../core/errors';
import type { Column, Table } from '../../core/dataset/types';
import { isLag, type DerivedColumn, type DerivedLag } from '../../core/recipe/refinements';
import type { TaskManifest } from '../../core/task/types';
import { asCoded, columnOf } from './column-view';
import { isMissingNumber } from './step-inputs';

/** The columns that say which rows are before a row: time, and group where the task has one. None without time. */
export function orderColumns({ roles }: Pick<TaskManifest, 'roles'>): string[] {
  const named = (wanted: string) => roles.find(({ role }) => role === wanted)?.column;
  const time = named('time');
  const group = named('group');
  return time === undefined ? [] : [time, ...(group === undefined ? [] : [group])];
}

/** Rows in order, group by group; rows without a time or a group are in none. */
function series(table: Table, [time, group]: string[]): number[][] {
  const at = columnOf(table, time!);
  if (at.kind !== 'numeric') {
    throw new LoamError('columns-differ', { column: time!, reason: 'It says no time.' });
  }
  const codes = group === undefined ? null : asCoded(columnOf(table, group)).codes;
  const groups = new Map<number, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const code = codes ? codes[row]! : 0;
    if (code < 0 || isMissingNumber(at.values[row]!)) continue;
    const rows = groups.get(code);
    if (rows) rows.push(row);
    else groups.set(code, [row]);
  }
  const { values } = at;
  // Of equal times the row that comes first in the dataset is the one before.
  return [...groups.values()].map((rows) => rows.sort((a, b) => values[a]! - values[b]! || a - b));
}

/** The mean of those present, the earliest first; NaN where none is, or where the rows do not reach back so far. */
function looksBack(
  values: Float64Array,
  rows: readonly number[],
  at: number,
  { rows: back, mean }: DerivedLag['lag'],
): number {
  const last = at - back;
  const first = last - mean + 1;
  if (first < 0) return NaN;
  let sum = 0;
  let present = 0;
  for (let i = first; i <= last; i++) {
    const x = values[rows[i]!]!;
    if (isMissingNumber(x)) continue;
    sum += x;
    present++;
  }
  return present === 0 ? NaN : sum / present;
}

function lagColumn(table: Table, ordered: readonly number[][], { name, lag }: DerivedLag): Column {
  const source = columnOf(table, lag.column);
  if (source.kind !== 'numeric' || source.schema.type === 'datetime') {
    throw new LoamError('columns-differ', { column: lag.column, reason: 'It holds no numbers.' });
  }
  const values = new Float64Array(table.rows).fill(NaN);
  for (const rows of ordered) {
    rows.forEach((row, at) => (values[row] = looksBack(source.values, rows, at, lag)));
  }
  return { kind: 'numeric', schema: { name, type: 'number' }, values };
}

/**
 * @param table all rows of the dataset version: those before a row may be of another part. A lag that it has a column
 *   for already is left as it is
 * @throws LoamError `columns-differ`
 */
export function withLags(
  table: Table,
  derive: readonly DerivedColumn[],
  task: Pick<TaskManifest, 'roles'>,
): Table {
  const has = new Set(table.columns.map(({ schema }) => schema.name));
  const lags = derive.filter(isLag).filter(({ name }) => !has.has(name));
  if (lags.length === 0) return table;
  const ordered = series(table, orderColumns(task));
  const made = lags.map((lag) => lagColumn(table, ordered, lag));
  return { rows: table.rows, columns: [...table.columns, ...made] };
}
