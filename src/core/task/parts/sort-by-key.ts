/** Rows in ascending order of their 64-bit keys. */
import type { Lanes } from './word-hash';

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;

/** One stable pass of a least-significant-digit radix sort. */
function pass(from: Uint32Array, into: Uint32Array, lane: Uint32Array, shift: number): void {
  const starts = new Uint32Array(DIGITS + 1);
  for (const row of from) starts[((lane[row]! >>> shift) & (DIGITS - 1)) + 1]!++;
  for (let d = 1; d <= DIGITS; d++) starts[d]! += starts[d - 1]!;
  for (const row of from) into[starts[(lane[row]! >>> shift) & (DIGITS - 1)]!++] = row;
}

/** Below this many rows clearing the digit counts costs more than comparing. */
const FEW = 4096;

/** Sorts ascending row numbers in place; rows with equal keys stay ascending. */
export function sortByKey(rows: Uint32Array, { high, low }: Lanes): void {
  if (rows.length < FEW) {
    rows.sort((x, y) => high[x]! - high[y]! || low[x]! - low[y]! || x - y);
    return;
  }
  const other = new Uint32Array(rows.length);
  pass(rows, other, low, 0);
  pass(other, rows, low, DIGIT_BITS);
  pass(rows, other, high, 0);
  pass(other, rows, high, DIGIT_BITS);
}
