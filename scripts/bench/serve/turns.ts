/**
 * Contestants take turns in short slices, forth and back (A B C, C B A), so that what else the machine does, and its drift,
 * falls on all alike. What counts is the median over such blocks of the ratio within each.
 */
import { median } from '../statistics';

/** Rates of each contestant, one per block. */
export async function inTurns<Name extends string>(
  names: readonly Name[],
  blocks: number,
  /** One slice of one contestant; a rate. */
  slice: (name: Name) => Promise<number>,
): Promise<Record<Name, number[]>> {
  const rates = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    number[]
  >;
  for (let block = 0; block < blocks; block++) {
    const forth = new Map<Name, number>();
    for (const name of names) forth.set(name, await slice(name));
    for (const name of [...names].reverse()) {
      rates[name].push((forth.get(name)! + (await slice(name))) / 2);
    }
  }
  return rates;
}

export function ratiosOf(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((rate, block) => rate / theirs[block]!);
}

export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ratiosOf(ours, theirs));
}
