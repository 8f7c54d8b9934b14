/**
 * Columns that say nearly the same: Spearman's rank correlation of two numbers (either sign), the correlation ratio of
 * ranks by category, Cramer's V of two categories; each lies between 0 and 1.
 */
import type { Column } from '../dataset/types';
import { rankValues } from './rank-values';

/** From this strength on two columns are alike. */
export const ALIKE = 0.8;

type Ready =
  | { type: 'ranks'; ranks: Float64Array; spread: number }
  /** Codes 0, 1, ...; missing is one of them. */
  | { type: 'codes'; codes: Int32Array; size: number };

/** Sum of squares around the mean. */
function spreadOf(values: Float64Array): number {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  return values.reduce((sum, each) => sum + (each - mean) * (each - mean), 0);
}

function ready(column: Column): Ready {
  if (column.kind === 'coded') {
    const size = column.dictionary.length + 1;
    return {
      type: 'codes',
      codes: column.codes.map((code) => (code < 0 ? size - 1 : code)),
      size,
    };
  }
  const ranks = rankValues(column.values);
  return { type: 'ranks', ranks, spread: spreadOf(ranks) };
}

type Ranks = Extract<Ready, { type: 'ranks' }>;
type Codes = Extract<Ready, { type: 'codes' }>;

function spearman(a: Ranks, b: Ranks): number {
  const n = a.ranks.length;
  const meanA = a.ranks.reduce((sum, each) => sum + each, 0) / n;
  const meanB = b.ranks.reduce((sum, each) => sum + each, 0) / n;
  let together = 0;
  for (let i = 0; i < n; i++) together += (a.ranks[i]! - meanA) * (b.ranks[i]! - meanB);
  return Math.abs(together) / Math.sqrt(a.spread * b.spread);
}

function correlationRatio({ codes, size }: Codes, { ranks, spread }: Ranks): number {
  const sums = new Float64Array(size);
  const counts = new Float64Array(size);
  codes.forEach((code, i) => {
    sums[code]! += ranks[i]!;
    counts[code]!++;
  });
  const mean = ranks.reduce((sum, each) => sum + each, 0) / ranks.length;
  let between = 0;
  sums.forEach((sum, code) => {
    const count = counts[code]!;
    if (count > 0) between += count * (sum / count - mean) * (sum / count - mean);
  });
  return Math.sqrt(between / spread);
}

function cramer(a: Codes, b: Codes): number {
  const n = a.codes.length;
  const cells = new Map<number, number>();
  const inA = new Float64Array(a.size);
  const inB = new Float64Array(b.size);
  for (let i = 0; i < n; i++) {
    const cell = a.codes[i]! * b.size + b.codes[i]!;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
    inA[a.codes[i]!]!++;
    inB[b.codes[i]!]!++;
  }
  let squares = 0;
  for (const [cell, count] of cells) {
    squares += (count * count) / (inA[Math.floor(cell / b.size)]! * inB[cell % b.size]!);
  }
  const seen = (counts: Float64Array) => counts.filter((count) => count > 0).length;
  const smaller = Math.min(seen(inA), seen(inB));
  return smaller < 2 ? 0 : Math.sqrt(Math.max(0, squares - 1) / (smaller - 1));
}

function strengthOf(a: Ready, b: Ready): number {
  if (a.type === 'codes') return b.type === 'codes' ? cramer(a, b) : correlationRatio(a, b);
  return b.type === 'codes' ? correlationRatio(b, a) : spearman(a, b);
}

/**
 * A category of nearly as many values as rows is alike to anything by chance: such columns stand alone, and so do
 * constant ones, whose strength is no number.
 */
function tellsApart(column: Ready, rows: number): boolean {
  return column.type === 'ranks' ? column.spread > 0 : column.size * 5 <= rows;
}

/** Places of columns, at least two a group; columns are of one group where a chain of alike ones joins them. */
export function alikeColumns(columns: readonly Column[]): number[][] {
  const all = columns.map(ready);
  const groupOf = columns.map((_, i) => i);
  const rootOf = (i: number): number => (groupOf[i] === i ? i : rootOf(groupOf[i]!));
  const rows = (each: Ready) => (each.type === 'ranks' ? each.ranks : each.codes).length;
  all.forEach((a, i) => {
    if (!tellsApart(a, rows(a))) return;
    for (let j = 0; j < i; j++) {
      const b = all[j]!;
      if (rootOf(i) === rootOf(j) || !tellsApart(b, rows(b))) continue;
      if (strengthOf(a, b) >= ALIKE) groupOf[rootOf(i)] = rootOf(j);
    }
  });
  const groups = new Map<number, number[]>();
  columns.forEach((_, i) => {
    const root = rootOf(i);
    groups.set(root, [...(groups.get(root) ?? []), i]);
  });
  return [...groups.values()].filter(({ length }) => length > 1);
}
