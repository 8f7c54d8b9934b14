/** A column as few whole numbers: its categories, or narrow ranges of its values; missing is its own. */
import type { ColumnFacts } from './column-facts';

const MOST_BINS = 200;
const MOST_CATEGORIES = 500;

export interface Bins {
  /** Per row, from 0 to `count`; `count` is missing. */
  bins: Int32Array;
  count: number;
}

export function asBins(facts: ColumnFacts): Bins {
  const { column } = facts;
  if (column.kind === 'coded') {
    const count = Math.min(column.dictionary.length, MOST_CATEGORIES);
    return {
      bins: column.codes.map((code) => (code < 0 ? count : Math.min(code, count - 1))),
      count,
    };
  }
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const edges: number[] = [];
  if (facts.distinct <= MOST_BINS) {
    for (let i = 0; i < sorted.length; i++)
      if (i === 0 || sorted[i] !== sorted[i - 1]) edges.push(sorted[i]!);
  } else {
    for (let bin = 0; bin < MOST_BINS; bin++) {
      const edge = sorted[Math.floor((bin * sorted.length) / MOST_BINS)]!;
      if (edge !== edges.at(-1)) edges.push(edge);
    }
  }
  const count = edges.length;
  const binOf = (value: number) => {
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (edges[middle]! <= value) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    bins: Int32Array.from(column.values, (v) => (Number.isNaN(v) ? count : binOf(v))),
    count,
  };
}
