/** Runs that differ in nothing but their seed. */
import { identityOf } from '../core/hash/digest';
import type { Recipe } from '../core/recipe/types';

/** Groups of at least two, in the order of their first run; indices into the runs. */
export function seedGroups(runs: readonly { recipe: Recipe }[]): number[][] {
  const groups = new Map<string, number[]>();
  runs.forEach(({ recipe }, i) => {
    const { seed: _, ...rest } = recipe as Recipe & { seed?: number };
    const key = identityOf(rest);
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}
