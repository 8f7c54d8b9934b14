/**
 * Slices dealt to the rows anew, as chance would where they say nothing about the answers. Rows that stand for themselves
 * are dealt one by one. Of rows in groups, a group that lies in one slice goes as a whole: what its rows share would
 * otherwise pass for the slice. A group in several slices keeps them, dealt anew among its own rows.
 */
import type { Units } from '../metrics/intervals/units';
import { stream } from '../random/philox';

/** The slice per row in one deal; the array is filled anew by the next. */
export type Deal = (turn: number) => Int32Array;

const MIXED = -2;

/** @param sliceOf per row, from -1 on */
export function dealSlices(sliceOf: Int32Array, units: Units | null): Deal {
  const n = sliceOf.length;
  const dealt = new Int32Array(n);
  const rows = (turn: number) => stream(0, `understand/slices/${turn}`).permutation(n);
  if (!units) {
    return (turn) => {
      const order = rows(turn);
      for (let row = 0; row < n; row++) dealt[row] = sliceOf[order[row]!]!;
      return dealt;
    };
  }
  const { of, count } = units;
  const own = new Int32Array(count);
  const seen = new Uint8Array(count);
  const rowsOf: number[][] = Array.from({ length: count }, () => []);
  for (let row = 0; row < n; row++) {
    const unit = of[row]!;
    rowsOf[unit]!.push(row);
    own[unit] = seen[unit] === 0 || own[unit] === sliceOf[row] ? sliceOf[row]! : MIXED;
    seen[unit] = 1;
  }
  const whole = [...own.keys()].filter((unit) => own[unit] !== MIXED);
  const placeInUnit = new Uint32Array(count);
  return (turn) => {
    const order = stream(0, `understand/slices/${turn}/groups`).permutation(whole.length);
    whole.forEach((unit, i) => {
      const slice = own[whole[order[i]!]!]!;
      for (const row of rowsOf[unit]!) dealt[row] = slice;
    });
    placeInUnit.fill(0);
    for (const row of rows(turn)) {
      const unit = of[row]!;
      if (own[unit] === MIXED) dealt[row] = sliceOf[rowsOf[unit]![placeInUnit[unit]!++]!]!;
    }
    return dealt;
  };
}
