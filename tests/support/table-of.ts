/** Tables for tests, from plain values. */
import { isNumericSchema } from '../../src/core/dataset/chunk-decode';
import type { Cell, Column, ColumnSchema, Table } from '../../src/core/dataset/types';

export type ColumnSpec =
  (Cell | undefined)[] | { schema: ColumnSchema; values: (Cell | undefined)[] };

/**
 * `tableOf({ age: [31, null], city: ['Ulm', 'Bonn'], left: [true, false] })`. Without a schema numbers
 * become `number` (whole: `integer`), booleans `boolean` with labels no and yes, texts `category`.
 * Date-times need a schema; their values are milliseconds or ISO text.
 */
export function tableOf(columns: Record<string, ColumnSpec>): Table {
  const made = Object.entries(columns).map(([name, spec]) =>
    Array.isArray(spec)
      ? columnOf(guessSchema(name, spec), spec)
      : columnOf(spec.schema, spec.values),
  );
  const rows = made[0] ? rowsIn(made[0]) : 0;
  if (made.some((column) => rowsIn(column) !== rows)) throw new Error('columns of unequal length');
  return { rows, columns: made };
}

/** `tableOfRows([{ age: 31, city: 'Ulm' }, { age: null, city: 'Bonn' }])` */
export function tableOfRows(rows: Record<string, Cell>[]): Table {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return tableOf(
    Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)])),
  );
}

export function columnOf(schema: ColumnSchema, values: (Cell | undefined)[]): Column {
  if (isNumericSchema(schema)) {
    const numbers = values.map((value) => {
      if (value === null || value === undefined) return NaN;
      return typeof value === 'string' ? Date.parse(value) : Number(value);
    });
    return { kind: 'numeric', schema, values: Float64Array.from(numbers) };
  }
  const dictionary: string[] = schema.type === 'boolean' ? [...schema.labels] : [];
  const codes = values.map((value) => {
    if (value === null || value === undefined) return -1;
    if (schema.type === 'boolean' && typeof value === 'boolean') return value ? 1 : 0;
    const text = String(value);
    const known = dictionary.indexOf(text);
    return known >= 0 ? known : dictionary.push(text) - 1;
  });
  return { kind: 'coded', schema, codes: Int32Array.from(codes), dictionary };
}

function rowsIn(column: Column): number {
  return column.kind === 'numeric' ? column.values.length : column.codes.length;
}

function guessSchema(name: string, values: (Cell | undefined)[]): ColumnSchema {
  const present = values.filter((value) => value !== null && value !== undefined);
  if (present.length > 0 && present.every((value) => typeof value === 'number')) {
    return { name, type: present.every((value) => Number.isInteger(value)) ? 'integer' : 'number' };
  }
  if (present.length > 0 && present.every((value) => typeof value === 'boolean')) {
    return { name, type: 'boolean', labels: ['no', 'yes'] };
  }
  return { name, type: 'category' };
}
