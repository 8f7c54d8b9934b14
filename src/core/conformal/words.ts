/** How sure an answer is, in words that are the same everywhere. */

/** 0.9 -> "9 times in 10", 0.95 -> "19 times in 20" */
export function timesIn(coverage: number): string {
  for (const of of [10, 20, 100]) {
    const times = Math.round(coverage * of);
    if (Math.abs(times / of - coverage) < 1e-9) return `${times} times in ${of}`;
  }
  return `in ${Number((coverage * 100).toPrecision(3))} % of rows`;
}

export interface SureAnswer {
  interval: { low: number; high: number } | null;
  set: readonly string[] | null;
}

/** More classes than this are counted. */
const MOST_CLASSES = 12;

/**
 * "between 120 and 180, 9 times in 10"; "yes or no, 9 times in 10"; null where the model gives none.
 * @param spell how a number is written
 */
export function sureWords(
  { interval, set }: SureAnswer,
  coverage: number,
  spell: (value: number) => string,
): string | null {
  const often = timesIn(coverage);
  if (interval) return `between ${spell(interval.low)} and ${spell(interval.high)}, ${often}`;
  if (!set) return null;
  if (set.length === 1) return `${set[0]} alone, ${often}`;
  const named = set.slice(0, MOST_CLASSES);
  const more = set.length - named.length;
  return more > 0
    ? `one of ${named.join(', ')} and ${more} more, ${often}`
    : `${named.join(' or ')}, ${often}`;
}
