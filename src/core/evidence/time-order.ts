import { NO_PART, PART_CODE } from '../task/types';

export interface EarlierRows {
  /** Rows of validation and test that are older than the newest half of train. */
  count: number;
  /** A row of train, and an older one of a later part. */
  pairs: [number, number][];
}

const SHOWN = 3;

function middle(sorted: Float64Array): number {
  return sorted.length === 0 ? NaN : sorted[Math.floor((sorted.length - 1) / 2)]!;
}

/** Held-out rows that half of train comes after: a model of them was told the future. Rows without a time say nothing. */
export function earlierRows(times: Float64Array, parts: Uint8Array): EarlierRows {
  const train: number[] = [];
  parts.forEach((part, row) => {
    if (part === PART_CODE.train && !Number.isNaN(times[row]!)) train.push(row);
  });
  train.sort((a, b) => times[b]! - times[a]! || a - b);
  const median = middle(Float64Array.from(train, (row) => times[row]!).sort());
  const pairs: [number, number][] = [];
  let count = 0;
  parts.forEach((part, row) => {
    if (part === PART_CODE.train || part === NO_PART || !(times[row]! < median)) return;
    if (pairs.length < SHOWN) pairs.push([train[pairs.length]!, row]);
    count++;
  });
  return { count, pairs };
}

export interface LaterValues {
  /** Rows where the column's date lies after the row's own time. */
  count: number;
  /** Rows that have both. */
  of: number;
  rows: number[];
}

/** Dates that were only known after the moment that a row is about. */
export function laterValues(dates: Float64Array, times: Float64Array): LaterValues {
  const rows: number[] = [];
  let count = 0;
  let of = 0;
  dates.forEach((date, row) => {
    if (Number.isNaN(date) || Number.isNaN(times[row]!)) return;
    of++;
    if (date <= times[row]!) return;
    if (rows.length < SHOWN) rows.push(row);
    count++;
  });
  return { count, of, rows };
}
