/** Why a recipe that is still being written cannot be trained, in one sentence. */
import { isLoamError } from '../core/errors';
import type { Link } from '../core/hash/digest';
import { checkRecipe } from '../core/recipe/check';
import { UNREFINED } from '../core/recipe/refinements';
import type { RecipeDraft } from './commands/start-run';
import { checkWindows } from './commands/usual-folds';

/** Stands for the task in a draft, whose task does not exist yet. */
export const UNMADE_TASK: Link = `sha256:${'0'.repeat(64)}`;

/** "Least rows must be a whole number from 1."; null where the recipe can run. */
export function draftProblem(draft: RecipeDraft): string | null {
  try {
    const { byFolds, ...plain } = draft;
    if (typeof byFolds === 'object') checkWindows(byFolds);
    const whole = { semantics: 1 as const, task: UNMADE_TASK, ...UNREFINED, ...plain };
    checkRecipe({ format: 'loam.recipe/4', ...whole });
    return null;
  } catch (error) {
    if (!isLoamError(error, 'recipe-invalid')) throw error;
    const { field, reason } = error.facts;
    return `${words(String(field))} ${String(reason)}.`;
  }
}

/** Fields whose own last word would say too little. */
const SAID: Readonly<Record<string, string>> = { 'windows.count': 'windows' };

/** `trainer.learningRate` -> "Learning rate" */
function words(field: string): string {
  const name = SAID[field] ?? field.split('.').at(-1)!;
  const spaced = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
