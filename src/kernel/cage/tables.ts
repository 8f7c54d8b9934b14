/** Values that are shown as tables: lists of records here, and what a library says is a table. */
import type { ShownColumn, ShownTable, TableCell } from '../protocol';
import { leafOf, timeOf } from './leaf';
import {
  append,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isArray,
  objectPrototype,
  ownKeys,
  safeSet,
  slice,
  textOf,
} from './primordials';
import { isProxy } from './proxies';
import { className } from './structure';

export interface TableSource {
  names: string[];
  rows: number;
  cell(row: number, column: number): unknown;
}

export const FIRST_ROWS = 50;
const MAX_COLUMNS = 200;
const CELL_TEXT = 1_000;
/** Rows that are looked at to learn which columns there are. */
const SAMPLE = 100;

function isRecord(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || isProxy(value)) return false;
  const prototype = getPrototypeOf(value);
  return prototype === objectPrototype || prototype === null;
}

/** Null unless every row is a plain object and together they have a column. */
export function recordsSource(value: object): TableSource | null {
  if (isProxy(value) || !isArray(value) || value.length === 0) return null;
  const names: string[] = [];
  const known = safeSet<string>();
  for (let i = 0; i < value.length; i++) {
    const row: unknown = getOwnPropertyDescriptor(value, textOf(i))?.value;
    if (!isRecord(row)) return null;
    if (i >= SAMPLE) continue;
    const keys = ownKeys(row);
    for (let k = 0; k < keys.length && names.length < MAX_COLUMNS; k++) {
      const key = keys[k]!;
      if (typeof key !== 'string' || known.has(key)) continue;
      known.add(key);
      append(names, key);
    }
  }
  if (names.length === 0) return null;
  return {
    names,
    rows: value.length,
    cell(row, column) {
      const record: unknown = getOwnPropertyDescriptor(value, textOf(row))?.value;
      if (typeof record !== 'object' || record === null || isProxy(record)) return null;
      return getOwnPropertyDescriptor(record, names[column]!)?.value;
    },
  };
}

export function tableCell(value: unknown): TableCell {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'number':
    case 'boolean':
      return value;
    case 'string':
      return value.length > CELL_TEXT ? `${slice(value, 0, CELL_TEXT)}…` : value;
    default: {
      const leaf = leafOf(value);
      if (leaf) return leaf.text.length > CELL_TEXT ? slice(leaf.text, 0, CELL_TEXT) : leaf.text;
      return isArray(value) ? `Array(${textOf(value.length)})` : className(value as object);
    }
  }
}

function columnType(source: TableSource, column: number): ShownColumn['type'] {
  let found: ShownColumn['type'] | null = null;
  for (let row = 0; row < source.rows && row < SAMPLE; row++) {
    const value = source.cell(row, column);
    if (value === null || value === undefined) continue;
    const type =
      typeof value === 'number' || typeof value === 'bigint'
        ? 'number'
        : typeof value === 'boolean'
          ? 'boolean'
          : typeof value === 'object' && !isProxy(value) && timeOf(value) !== null
            ? 'datetime'
            : 'text';
    if (found !== null && found !== type) return 'text';
    found = type;
  }
  return found ?? 'text';
}

export function pageOf(source: TableSource, start: number, count: number): TableCell[][] {
  const rows: TableCell[][] = [];
  for (let row = start; row < source.rows && row < start + count; row++) {
    const cells: TableCell[] = [];
    for (let column = 0; column < source.names.length; column++) {
      append(cells, tableCell(source.cell(row, column)));
    }
    append(rows, cells);
  }
  return rows;
}

export function shownTable(source: TableSource, handle: number): ShownTable {
  const columns: ShownColumn[] = [];
  for (let column = 0; column < source.names.length; column++) {
    append(columns, {
      name: slice(source.names[column]!, 0, 200),
      type: columnType(source, column),
    });
  }
  return { handle, columns, rows: source.rows, first: pageOf(source, 0, FIRST_ROWS) };
}
