/** How many inputs the columns make, before anything is fitted: what the shape of a network is held against. */
import type { ColumnProfile } from '../dataset/types';
import type { RecipeFacts } from './facts';
import type { ColumnStep } from './types';

export interface InputCount {
  count: number;
  /** False where which categories, or words, are frequent enough is learnt on train. */
  exact: boolean;
}

export function inputCount(
  steps: ColumnStep[],
  { columns, rows, classes }: Pick<RecipeFacts, 'columns' | 'rows'> & Partial<RecipeFacts>,
): InputCount {
  const profiles = new Map(columns.map((profile) => [profile.name, profile]));
  let count = 0;
  for (const step of steps)
    count += widthOf(step, profiles.get(step.column), rows, classes?.length ?? 2);
  return { count, exact: steps.every(({ step }) => step !== 'one-hot' && step !== 'hashed-text') };
}

function widthOf(
  step: ColumnStep,
  profile: ColumnProfile | undefined,
  rows: number,
  classes: number,
): number {
  switch (step.step) {
    case 'numeric':
      return step.indicator ? 2 : 1;
    case 'codes':
    case 'ordinal':
      return 1;
    case 'date-parts':
      return step.parts.reduce((sum, part) => sum + (part.endsWith('-cycle') ? 2 : 1), 0);
    case 'target-encode':
      return Math.max(1, classes - 1);
    case 'hashed-text':
      return step.buckets;
    case 'one-hot':
      return profile ? categoriesOf(profile, step, rows) : 1;
    default:
      throw step satisfies never;
  }
}

/** Categories as frequent on train as they are in all; those past the profile's list count as frequent. */
function categoriesOf(
  { coded, distinct, missing }: ColumnProfile,
  { limit, minCount }: { limit: number; minCount: number },
  rows: number,
): number {
  const top = coded?.top ?? [];
  const present = top.reduce((sum, { count }) => sum + count, coded?.rest ?? 0);
  const share = present + missing === 0 ? 0 : rows / (present + missing);
  const rare = top.filter(({ count }) => count * share < minCount).length;
  const kept = Math.min(limit, distinct - rare);
  return kept + (kept < distinct ? 1 : 0) + (missing > 0 ? 1 : 0);
}
