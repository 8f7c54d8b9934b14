export type SortValue = string | number | null;
export type Direction = 'ascending' | 'descending';

/**
 * The indices 0..n-1 in the order of `values`: numbers by size, text by code unit, numbers before text; equal
 * values keep their order. Missing values (null, NaN) come last in both directions.
 */
export function sortedIndices(values: readonly SortValue[], direction: Direction): number[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const indices = values.map((_, i) => i);
  return indices.sort((i, j) => {
    const a = values[i] ?? null;
    const b = values[j] ?? null;
    if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b)) || i - j;
    return sign * compare(a, b) || i - j;
  });
}

function isMissing(value: SortValue): value is null {
  return value === null || Number.isNaN(value);
}

function compare(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
