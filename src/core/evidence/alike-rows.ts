/**
 * Rows of one part that stand in another as well. Equal: the same value in every feature. Near-equal: the same in
 * every feature but one number, which differs by at most a hundredth of that column's standard deviation.
 */
import { NO_PART } from '../task/types';

/** Standard deviations that near-equal rows may be apart in their one number. */
const NEAR = 0.01;
const SHOWN = 3;

export interface Alike {
  /** Rows of a later part (validation, test) that are like one of an earlier part. */
  held: Uint8Array;
  count: number;
  /** An earlier row and the later one that is like it. */
  pairs: [number, number][];
  /** Different keys among the rows that have a part, as a share of these rows. */
  different: number;
}

function orderBy(keys: Float64Array, values: Float64Array | null, parts: Uint8Array): Uint32Array {
  const dealt: number[] = [];
  for (let i = 0; i < keys.length; i++) if (parts[i] !== NO_PART) dealt.push(i);
  const of = values ?? keys;
  return Uint32Array.from(dealt).sort((a, b) => keys[a]! - keys[b]! || of[a]! - of[b]! || a - b);
}

/** @param keys equal where the features of rows are equal */
export function equalRows(keys: Float64Array, parts: Uint8Array): Alike {
  const order = orderBy(keys, null, parts);
  const held = new Uint8Array(keys.length);
  const pairs: [number, number][] = [];
  let count = 0;
  let groups = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && keys[order[to]!] === keys[order[from]!]) to++;
    groups++;
    let first = order[from]!;
    for (let k = from; k < to; k++) if (parts[order[k]!]! < parts[first]!) first = order[k]!;
    for (let k = from; k < to; k++) {
      const row = order[k]!;
      if (parts[row] === parts[first]) continue;
      held[row] = 1;
      count++;
      if (pairs.length < SHOWN && pairs.at(-1)?.[0] !== first) pairs.push([first, row]);
    }
    from = to;
  }
  return { held, count, pairs, different: order.length === 0 ? 1 : groups / order.length };
}

function deviation(values: Float64Array): number {
  let n = 0;
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    n++;
    const delta = value - mean;
    mean += delta / n;
    squares += delta * (value - mean);
  }
  return n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
}

/**
 * @param keys equal where rows are equal in every feature but the number
 * @param known rows that are alike already, left out
 */
export function nearRows(
  keys: Float64Array,
  values: Float64Array,
  parts: Uint8Array,
  known: Uint8Array,
): Alike {
  const order = orderBy(keys, values, parts);
  const within = NEAR * deviation(values);
  const held = new Uint8Array(keys.length);
  const pairs: [number, number][] = [];
  let count = 0;
  let groups = order.length > 0 ? 1 : 0;
  for (let k = 1; k < order.length; k++) {
    const [a, b] = [order[k - 1]!, order[k]!];
    if (keys[a] !== keys[b]) {
      groups++;
      continue;
    }
    if (!(Math.abs(values[b]! - values[a]!) <= within) || parts[a] === parts[b]) continue;
    const [early, late] = parts[a]! < parts[b]! ? [a, b] : [b, a];
    if (held[late] || known[late]) continue;
    held[late] = 1;
    count++;
    if (pairs.length < SHOWN) pairs.push([early, late]);
  }
  return { held, count, pairs, different: order.length === 0 ? 1 : groups / order.length };
}
