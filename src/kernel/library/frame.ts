/** Rows in the cage's memory, by column, as plain JavaScript values. */
import { cellOf } from '../../core/dataset/cell';
import type { Column, ColumnType, Table } from '../../core/dataset/types';
import type { DataColumn, PlainColumn, PlainValue } from './verbs';
import { refuse, shown } from './refuse';

/** Missing is null; date-times are Dates. */
export type Value = number | string | boolean | Date | null;
export type Row = Record<string, Value>;

export interface FrameColumn {
  name: string;
  type: ColumnType;
  values: Value[];
}

export interface Frame {
  rows: number;
  columns: FrameColumn[];
}

/** A few labels are worth naming in messages. */
const MOST_LABELS = 20;

export function frameOf(table: Table): Frame {
  return {
    rows: table.rows,
    columns: table.columns.map((column) => ({
      name: column.schema.name,
      type: column.schema.type,
      values: valuesOf(column, table.rows),
    })),
  };
}

function valuesOf(column: Column, rows: number): Value[] {
  const date = column.schema.type === 'datetime' && column.kind === 'numeric';
  return Array.from({ length: rows }, (_, row) => {
    const cell = cellOf(column, row);
    return date && cell !== null ? new Date(column.values[row]!) : cell;
  });
}

export function rowAt({ columns }: Frame, row: number): Row {
  const object: Row = {};
  for (const { name, values } of columns) object[name] = values[row]!;
  return object;
}

export function rowsOf(frame: Frame): Row[] {
  return Array.from({ length: frame.rows }, (_, row) => rowAt(frame, row));
}

/** Rows by their numbers, in that order. */
export function pick(frame: Frame, rows: readonly number[]): Frame {
  return {
    rows: rows.length,
    columns: frame.columns.map((column) => ({
      ...column,
      values: rows.map((row) => column.values[row]!),
    })),
  };
}

/** Columns in order of first appearance; a field that a row lacks is missing there. */
export function frameFromRows(argument: string, rows: readonly unknown[]): Frame {
  const columns = new Map<string, Value[]>();
  rows.forEach((row, i) => {
    if (row === null || typeof row !== 'object' || Array.isArray(row)) {
      return refuse(
        `${argument}[${i}]`,
        `is ${shown(row)}; every row must be an object of values by column.`,
      );
    }
    for (const [name, given] of Object.entries(row)) {
      let values = columns.get(name);
      if (!values) columns.set(name, (values = new Array<Value>(rows.length).fill(null)));
      values[i] = toValue(`${argument}[${i}].${name}`, given);
    }
  });
  return {
    rows: rows.length,
    columns: [...columns].map(([name, values]) => ({
      name,
      ...typed(`${argument}: ${name}`, values),
    })),
  };
}

export function toValue(argument: string, given: unknown): Value {
  if (given === undefined || given === null) return null;
  if (typeof given === 'number') return Number.isNaN(given) ? null : given;
  if (typeof given === 'string' || typeof given === 'boolean') return given;
  if (typeof given === 'bigint') return Number(given);
  if (given instanceof Date) return Number.isNaN(given.getTime()) ? null : given;
  return refuse(
    argument,
    `is ${shown(given)}; a value must be a number, text, true or false, a Date or null.`,
  );
}

/** The type that all values share. @throws LoamArgumentError where they share none */
export function typed(argument: string, values: Value[]): { type: ColumnType; values: Value[] } {
  const kinds = new Set(values.filter((each) => each !== null).map(kindOf));
  if (kinds.size > 1) {
    refuse(argument, `mixes ${[...kinds].sort().join(' and ')} values; make them all of one kind.`);
  }
  const [kind] = kinds;
  if (kind === 'number') {
    const integer = values.every((each) => each === null || Number.isSafeInteger(each));
    return { type: integer ? 'integer' : 'number', values };
  }
  if (kind === 'boolean') return { type: 'boolean', values };
  if (kind === 'date') return { type: 'datetime', values };
  const distinct = new Set(values).size;
  return { type: distinct > Math.max(50, values.length / 2) ? 'text' : 'category', values };
}

function kindOf(value: Value): string {
  return value instanceof Date ? 'date' : typeof value;
}

/** What is known of columns that are in memory. */
export function described({ columns }: Frame): DataColumn[] {
  return columns.map(({ name, type, values }) => {
    const seen = new Set<string>();
    for (const value of values) {
      if (value !== null) seen.add(String(value));
      if (seen.size > MOST_LABELS) break;
    }
    return { name, type, labels: seen.size > MOST_LABELS ? null : [...seen].sort() };
  });
}

export function plainColumns({ columns }: Frame): PlainColumn[] {
  return columns.map(({ name, type, values }) => ({
    name,
    type,
    values: values.map((value): PlainValue =>
      value instanceof Date ? value.toISOString() : value,
    ),
  }));
}
