/** The recipe that a candidate stands for. */
import type { Link } from '../hash/digest';
import { isRefinedStep } from '../recipe/refined-step';
import { isUnrefined, UNREFINED, type Refinements } from '../recipe/refinements';
import type { EngineRecipe } from '../recipe/types';
import type { Candidate } from './types';

/**
 * In the first format that can say it.
 * @param more default: learnt on train, stopped by validation, neither calibrated nor covered
 */
export function candidateRecipe(
  candidate: Candidate,
  task: Link,
  more: Partial<Omit<Refinements, 'derive'>> = {},
): EngineRecipe {
  const { derive, engine, ...own } = candidate;
  const fields = { semantics: 1 as const, task, ...own };
  const refinements: Refinements = { ...UNREFINED, ...more, derive };
  return isUnrefined(refinements) && !fields.preprocessing.some(isRefinedStep)
    ? { format: 'loam.recipe/1', ...fields, engine }
    : { format: 'loam.recipe/4', ...fields, ...refinements, engine };
}
