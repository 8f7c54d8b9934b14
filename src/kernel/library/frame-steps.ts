/** From rows to other rows; nothing here changes what it is given. */
import { callback, column, columns as columnsOf, refuse, shown } from './refuse';
import { pick, rowAt, toValue, typed, type Frame, type Row, type Value } from './frame';

const namesOf = ({ columns }: Frame) => columns.map(({ name }) => name);

export function where(frame: Frame, test: unknown): Frame {
  const holds = callback<(row: Row, index: number) => unknown>(
    'where: test',
    test,
    'row => row.age > 30',
  );
  const kept: number[] = [];
  for (let row = 0; row < frame.rows; row++) if (holds(rowAt(frame, row), row)) kept.push(row);
  return pick(frame, kept);
}

/** New columns at the end; those of a known name are replaced where they stand. */
export function derive(frame: Frame, made: unknown): Frame {
  if (made === null || typeof made !== 'object' || Array.isArray(made)) {
    return refuse(
      'derive',
      `is given ${shown(made)}; give an object of functions by new column: { total: row => row.a + row.b }.`,
    );
  }
  const columns = [...frame.columns];
  for (const [name, make] of Object.entries(made)) {
    const valueOf = callback<(row: Row, index: number) => unknown>(
      `derive: ${name}`,
      make,
      'row => row.a + row.b',
    );
    const values = Array.from({ length: frame.rows }, (_, row) =>
      toValue(`derive: ${name}, row ${row}`, valueOf(rowAt(frame, row), row)),
    );
    const column = { name, ...typed(`derive: ${name}`, values) };
    const at = columns.findIndex((each) => each.name === name);
    if (at < 0) columns.push(column);
    else columns[at] = column;
  }
  return { rows: frame.rows, columns };
}

/** Stable; missing values last, whichever way. */
export function sort(frame: Frame, by: unknown, o: { descending: boolean }): Frame {
  const keys = columnsOf('sort: by', by, namesOf(frame)).map(
    (name) => frame.columns.find((each) => each.name === name)!.values,
  );
  const order = Array.from({ length: frame.rows }, (_, row) => row);
  order.sort((a, b) => {
    for (const values of keys) {
      const found = compare(values[a]!, values[b]!, o.descending);
      if (found !== 0) return found;
    }
    return a - b;
  });
  return pick(frame, order);
}

function compare(a: Value, b: Value, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const [x, y] = [orderable(a), orderable(b)];
  const found = x < y ? -1 : x > y ? 1 : 0;
  return descending ? -found : found;
}

const orderable = (value: Exclude<Value, null>): number | string | boolean =>
  value instanceof Date ? value.getTime() : value;

function keyOf(columns: readonly Value[][], row: number): string | null {
  const parts = columns.map((values) => values[row] ?? null);
  if (parts.includes(null)) return null;
  return JSON.stringify(parts.map((each) => (each instanceof Date ? each.getTime() : each)));
}

/**
 * Every row of `frame` with what `other` knows under the same keys. A key that `other` has twice is refused:
 * rows would be repeated, and then counted twice.
 */
export function join(frame: Frame, other: Frame, on: unknown, keep: 'all' | 'matched'): Frame {
  const keys = columnsOf('join: on', on, namesOf(frame));
  for (const key of keys) column('join: on, in the other data', key, namesOf(other));
  const valuesBy = (of: Frame) =>
    keys.map((key) => of.columns.find(({ name }) => name === key)!.values);
  const [left, right] = [valuesBy(frame), valuesBy(other)];
  const found = new Map<string, number>();
  for (let row = 0; row < other.rows; row++) {
    const key = keyOf(right, row);
    if (key === null) continue;
    if (found.has(key)) {
      refuse(
        'join',
        `finds more than one row for ${key} in the other data; roll it up to one row per key first.`,
      );
    }
    found.set(key, row);
  }
  const rows: number[] = [];
  const partners: (number | undefined)[] = [];
  for (let row = 0; row < frame.rows; row++) {
    const key = keyOf(left, row);
    const partner = key === null ? undefined : found.get(key);
    if (keep === 'matched' && partner === undefined) continue;
    rows.push(row);
    partners.push(partner);
  }
  const taken = new Set(namesOf(frame));
  const added = other.columns
    .filter(({ name }) => !keys.includes(name))
    .map((each) => {
      if (taken.has(each.name)) {
        refuse(
          'join',
          `would have two columns “${each.name}”; rename or leave one out with derive or select.`,
        );
      }
      return {
        ...each,
        values: partners.map((row) => (row === undefined ? null : each.values[row]!)),
      };
    });
  return { rows: rows.length, columns: [...pick(frame, rows).columns, ...added] };
}
