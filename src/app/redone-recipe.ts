/** A draft's recipe when its data, roles or model are others: the defaults for them, and what is kept of before. */
import type { ModelName } from '../core/recipe/defaults';
import type { RecipeFacts } from '../core/recipe/facts';
import { toRecipe } from '../core/recipe/spec';
import type { RecipeDraft } from './commands/start-run';
import { UNMADE_TASK } from './draft-problem';
import { draftRefinements } from './draft-refinements';

/**
 * What the person set on the run itself stays, and so does a network that was written layer by layer (that very
 * object) while the model is of the same name. Derived columns are not added.
 */
export function redoneRecipe(
  before: RecipeDraft | null,
  { name, sameName, facts }: { name: ModelName; sameName: boolean; facts: RecipeFacts },
): RecipeDraft {
  // No other engine grows trees.
  const exactOnly = name === 'trees' || name === 'forest';
  const engine = exactOnly && before?.engine !== 'exact' ? 'auto' : before?.engine;
  const {
    format: _format,
    semantics: _semantics,
    task: _task,
    ...draft
  } = toRecipe({ task: UNMADE_TASK, model: name, seed: before?.seed, engine }, facts);
  const model = sameName && before?.model.kind === 'layers' ? before.model : draft.model;
  return { ...draft, model, ...draftRefinements(before, facts.kind) };
}
