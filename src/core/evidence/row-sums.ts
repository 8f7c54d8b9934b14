import type { Column } from '../dataset/types';
import { hashTexts, type Lanes } from '../task/parts/word-hash';

function mix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * A 64-bit word per cell of a column, by its value and the column's place. Those of a row are summed, so that the
 * sum without one column is a subtraction.
 */
export function cellWords(column: Column, place: number): Lanes {
  const rows = column.kind === 'coded' ? column.codes.length : column.values.length;
  const high = new Uint32Array(rows);
  const low = new Uint32Array(rows);
  const set = (row: number, a: number, b: number) => {
    const first = mix(a ^ Math.imul(place + 1, 0x9e3779b1));
    high[row] = mix(first ^ b);
    low[row] = mix(Math.imul(first, 0x27d4eb2f) + b);
  };
  if (column.kind === 'coded') {
    const hashes = hashTexts(column.dictionary);
    column.codes.forEach((code, row) => {
      if (code < 0) set(row, 1, 0);
      else set(row, hashes.high[code]!, hashes.low[code]!);
    });
    return { high, low };
  }
  const view = new DataView(new ArrayBuffer(8));
  column.values.forEach((value, row) => {
    if (Number.isNaN(value)) return set(row, 1, 0);
    view.setFloat64(0, value === 0 ? 0 : value, true);
    set(row, view.getUint32(0, true), view.getUint32(4, true));
  });
  return { high, low };
}

export function addWords(sums: Lanes, words: Lanes): void {
  for (let i = 0; i < sums.high.length; i++) {
    sums.high[i] = sums.high[i]! + words.high[i]!;
    sums.low[i] = sums.low[i]! + words.low[i]!;
  }
}

/** 53 bits of each row's sum, less the words given; numbers that compare and sort. */
export function sumKeys(sums: Lanes, without: Lanes | null = null): Float64Array {
  return Float64Array.from(sums.high, (high, i) => {
    const h = without ? (high - without.high[i]!) >>> 0 : high;
    const l = without ? (sums.low[i]! - without.low[i]!) >>> 0 : sums.low[i]!;
    return h * 2097152 + (l >>> 11);
  });
}
