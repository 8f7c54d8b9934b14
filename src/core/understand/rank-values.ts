/** Ranks from 0, equal values sharing the mean of theirs; NaN has none and takes the middle rank. */
export function rankValues(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).filter((i) => values[i] === values[i]);
  order.sort((a, b) => values[a]! - values[b]! || a - b);
  const ranks = new Float64Array(values.length).fill((order.length - 1) / 2);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + end - 1) / 2;
    start = end;
  }
  return ranks;
}

/** The value below which a share `at` of the sorted values lies, linear between two (R's type 7); NaN without values. */
export function quantileOf(sorted: Float64Array, at: number): number {
  const place = (sorted.length - 1) * at;
  const below = Math.floor(place);
  const low = sorted[below] ?? NaN;
  const high = sorted[Math.min(sorted.length - 1, below + 1)] ?? NaN;
  return low + (high - low) * (place - below);
}
