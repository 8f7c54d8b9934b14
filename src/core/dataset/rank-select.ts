/**
 * Puts some ranks in their place without sorting the rest (Hoare's selection, 1961): after it
 * `values[rank]` is what a sort would put there, for each rank asked for. Finite numbers only.
 */
const SORT_BELOW = 64;

/** Works in place; `ranks` in any order. */
export function withRanks(values: Float64Array, ranks: readonly number[]): Float64Array {
  const wanted = [...new Set(ranks)].filter((rank) => rank >= 0).sort((a, b) => a - b);
  // Splits that go wrong again and again are left to a sort: ordered input cannot make it slow.
  place(values, 0, values.length, wanted, 64);
  return values;
}

function place(
  values: Float64Array,
  from: number,
  to: number,
  ranks: readonly number[],
  patience: number,
): void {
  if (ranks.length === 0 || to - from < 2) return;
  if (to - from < SORT_BELOW || patience === 0) {
    values.subarray(from, to).sort();
    return;
  }
  const pivot = middleOf(values[from]!, values[(from + to) >> 1]!, values[to - 1]!);
  let low = from;
  let high = to - 1;
  while (low <= high) {
    while (values[low]! < pivot) low++;
    while (values[high]! > pivot) high--;
    if (low > high) break;
    const value = values[low]!;
    values[low++] = values[high]!;
    values[high--] = value;
  }
  const below = ranks.filter((rank) => rank <= high);
  const above = ranks.filter((rank) => rank >= low);
  place(values, from, high + 1, below, patience - 1);
  place(values, low, to, above, patience - 1);
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
