import type { Family } from './family';

/**
 * Families over rows of which many are alike, as families over the kinds of row: `kindOf[row]` says which.
 * A constant answer, for instance, has no more kinds of row than classes, so a resample costs one pass.
 */
export function collapse(
  families: readonly Family[],
  kindOf: ArrayLike<number>,
  kinds: number,
): Family {
  const counts = new Int32Array(kinds);
  return {
    names: families.flatMap(({ names }) => names),
    passes: 1,
    measure(rowCounts, into, at) {
      counts.fill(0);
      for (let i = 0; i < rowCounts.length; i++) counts[kindOf[i]!]! += rowCounts[i]!;
      for (const family of families) {
        family.measure(counts, into, at);
        at += family.names.length;
      }
    },
  };
}
