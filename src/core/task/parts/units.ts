/** Rows with equal keys, as units: what a deal may not split. */
import { sortByKey } from './sort-by-key';
import type { Lanes } from './word-hash';

/** Units in ascending order of key; the rows of unit u are order[start[u]] .. order[start[u + 1] - 1]. */
export interface Units {
  count: number;
  order: Uint32Array;
  start: Uint32Array;
  high: Uint32Array;
  low: Uint32Array;
}

/** Units of the rows where `include` is not 0. */
export function unitsOf(keys: Lanes, include: Uint8Array): Units {
  const { high, low } = keys;
  let rows = 0;
  for (const flag of include) if (flag) rows++;
  const order = new Uint32Array(rows);
  let next = 0;
  for (let i = 0; i < include.length; i++) if (include[i]) order[next++] = i;
  sortByKey(order, keys);
  const starts: number[] = [];
  for (let i = 0; i < rows; i++) {
    const row = order[i]!;
    const before = order[i - 1];
    if (before === undefined || high[row] !== high[before] || low[row] !== low[before])
      starts.push(i);
  }
  const start = Uint32Array.from([...starts, rows]);
  const pick = (lane: Uint32Array) => Uint32Array.from(starts, (s) => lane[order[s]!]!);
  return { count: starts.length, order, start, high: pick(high), low: pick(low) };
}

export function unitSize(units: Units, unit: number): number {
  return units.start[unit + 1]! - units.start[unit]!;
}

/** The part that each unit had, by equal key; -1 where it is new. `parts` is per row of the earlier data. */
export function partsBefore(units: Units, before: { units: Units; parts: Uint8Array }): Int16Array {
  const result = new Int16Array(units.count).fill(-1);
  const old = before.units;
  let o = 0;
  for (let u = 0; u < units.count; u++) {
    const behind = () =>
      old.high[o]! < units.high[u]! ||
      (old.high[o] === units.high[u] && old.low[o]! < units.low[u]!);
    while (o < old.count && behind()) o++;
    if (o < old.count && old.high[o] === units.high[u] && old.low[o] === units.low[u]) {
      result[u] = before.parts[old.order[old.start[o]!]!]!;
    }
  }
  return result;
}
