/** One row per group. */
import { column, columns as columnsOf, oneOf, refuse, shown } from './refuse';
import { rowAt, toValue, typed, type Frame, type Row, type Value } from './frame';

/** `'count'`, `{ mean: 'age' }`, or a function of the group's rows. */
export type Aggregate = 'count' | Partial<Record<Statistic, string>> | ((rows: Row[]) => unknown);

const STATISTICS = ['sum', 'mean', 'median', 'min', 'max', 'distinct', 'missing'] as const;
type Statistic = (typeof STATISTICS)[number];

/** Groups come in order of first appearance; without `by` all rows are one group. */
export function rollup(frame: Frame, o: unknown): Frame {
  if (o === null || typeof o !== 'object' || Array.isArray(o)) {
    return refuse(
      'rollup',
      `is given ${shown(o)}; give { by, and new columns }: { by: 'region', people: 'count', age: { mean: 'age' } }.`,
    );
  }
  const { by, ...made } = o as Record<string, unknown>;
  const names = frame.columns.map(({ name }) => name);
  const keys = by === undefined ? [] : columnsOf('rollup: by', by, names);
  const groups = groupsOf(frame, keys);
  const keyColumns = keys.map((name) => {
    const { type, values } = frame.columns.find((each) => each.name === name)!;
    return { name, type, values: groups.map(([first]) => values[first!]!) };
  });
  const madeColumns = Object.entries(made).map(([name, aggregate]) => {
    const argument = `rollup: ${name}`;
    const summed = summary(argument, frame, aggregate, names);
    const values = groups.map((rows) => toValue(argument, summed(rows)));
    return { name, ...typed(argument, values) };
  });
  return { rows: groups.length, columns: [...keyColumns, ...madeColumns] };
}

function groupsOf(frame: Frame, keys: readonly string[]): number[][] {
  const all = Array.from({ length: frame.rows }, (_, row) => row);
  if (keys.length === 0) return [all];
  const columns = keys.map((key) => frame.columns.find(({ name }) => name === key)!.values);
  const groups = new Map<string, number[]>();
  for (const row of all) {
    const key = JSON.stringify(columns.map((values) => values[row]));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

function summary(
  argument: string,
  frame: Frame,
  aggregate: unknown,
  names: readonly string[],
): (rows: number[]) => unknown {
  if (aggregate === 'count') return (rows) => rows.length;
  if (typeof aggregate === 'function') {
    return (rows) => (aggregate as (rows: Row[]) => unknown)(rows.map((row) => rowAt(frame, row)));
  }
  const entries =
    aggregate !== null && typeof aggregate === 'object' ? Object.entries(aggregate) : [];
  if (entries.length !== 1) {
    return refuse(
      argument,
      `is ${shown(aggregate)}; it must be 'count', { mean: 'column' } or a function of the group's rows.`,
    );
  }
  const [[word, of]] = entries as [[string, unknown]];
  const statistic = oneOf(argument, word, STATISTICS);
  const source = frame.columns.find(({ name }) => name === column(argument, of, names))!;
  if (statistic === 'missing') {
    return (rows) => rows.filter((row) => source.values[row] === null).length;
  }
  if (statistic === 'distinct') {
    return (rows) => new Set(present(source.values, rows).map(orderable)).size;
  }
  if (
    statistic !== 'min' &&
    statistic !== 'max' &&
    source.type !== 'number' &&
    source.type !== 'integer'
  ) {
    return refuse(argument, `takes the ${statistic} of “${source.name}”, which holds no numbers.`);
  }
  return (rows) => numeric(statistic, present(source.values, rows));
}

const present = (values: readonly Value[], rows: readonly number[]) =>
  rows.map((row) => values[row]!).filter((value): value is Exclude<Value, null> => value !== null);

const orderable = (value: Exclude<Value, null>): number | string | boolean =>
  value instanceof Date ? value.getTime() : value;

function numeric(
  statistic: Exclude<Statistic, 'distinct' | 'missing'>,
  values: readonly Exclude<Value, null>[],
): Value {
  const numbers = values as readonly number[];
  if (statistic === 'sum') return numbers.reduce((sum, x) => sum + x, 0);
  if (values.length === 0) return null;
  if (statistic === 'mean') return numbers.reduce((sum, x) => sum + x, 0) / values.length;
  if (statistic === 'median') {
    const sorted = Float64Array.from(numbers).sort();
    const middle = sorted.length >>> 1;
    return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  }
  return values.reduce((best, each) => {
    const less = orderable(each) < orderable(best);
    return less === (statistic === 'min') && orderable(each) !== orderable(best) ? each : best;
  });
}
