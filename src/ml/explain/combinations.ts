/** Subsets of a size, in the order of the list. */
export function combinations<T>(list: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return list.flatMap((first, i) =>
    combinations(list.slice(i + 1), size - 1).map((rest) => [first, ...rest]),
  );
}

/** How many ways there are to choose `size` of the sets and one member of each: an elementary symmetric polynomial. */
export function countOf(sizes: readonly number[], size: number): number {
  const ways = [1, ...new Array<number>(size).fill(0)];
  for (const members of sizes) {
    for (let k = size; k > 0; k--) ways[k]! += ways[k - 1]! * members;
  }
  return ways[size]!;
}
