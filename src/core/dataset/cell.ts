/** One value of a column, as a person sees it and as a file holds it. */
import type { Cell, Column } from './types';

const LAST_DATE = 8.64e15;

/** Booleans are true or false whatever their labels; date-times are ISO 8601 text; null is missing. */
export function cellOf(column: Column, row: number): Cell {
  if (column.kind === 'numeric') {
    const value = column.values[row];
    if (value === undefined || value !== value) return null;
    return column.schema.type === 'datetime' ? dateText(value, column.schema.precision) : value;
  }
  const code = column.codes[row];
  if (code === undefined || code < 0) return null;
  return column.schema.type === 'boolean' ? code === 1 : (column.dictionary[code] ?? null);
}

/** As written in a file: booleans by their labels, numbers by their shortest text; null is missing. */
export function textOf(column: Column, row: number): string | null {
  if (column.kind === 'numeric') {
    const cell = cellOf(column, row);
    return cell === null ? null : Object.is(cell, -0) ? '-0' : String(cell);
  }
  const code = column.codes[row];
  return code === undefined || code < 0 ? null : (column.dictionary[code] ?? null);
}

/** The rows asked for, one array per row; indices outside the table give nulls. */
export function rowsOf(columns: readonly Column[], start: number, count: number): Cell[][] {
  return Array.from({ length: count }, (_, i) =>
    columns.map((column) => cellOf(column, start + i)),
  );
}

/** ISO 8601 in UTC: `2024-02-29`, `2024-02-29T12:30:00Z`, with milliseconds only where there are some. */
export function dateText(ms: number, precision: 'day' | 'millisecond'): string {
  if (!(ms >= -LAST_DATE && ms <= LAST_DATE)) return String(ms);
  const iso = new Date(ms).toISOString();
  if (precision === 'day') return iso.slice(0, iso.indexOf('T'));
  return iso.endsWith('.000Z') ? `${iso.slice(0, -5)}Z` : iso;
}
