import { UNREFINED, type Refinements } from './refinements';
import type { Recipe } from './types';

export function refinementsOf(recipe: Recipe): Refinements {
  if (recipe.format !== 'loam.recipe/4') return UNREFINED;
  const { derive, fitting, calibration, coverage } = recipe;
  return { derive, fitting, calibration, coverage };
}

/** Learnt from train and validation, and judged by folds that took turns with them. */
export function isLearntByFolds(recipe: Recipe): boolean {
  return refinementsOf(recipe).fitting.type === 'folds';
}
