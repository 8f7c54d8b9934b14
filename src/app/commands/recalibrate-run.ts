/** The same recipe with another calibration, as a run of its own. */
import { LoamError } from '../../core/errors';
import { readRecipe } from '../../core/formats/read-manifest';
import type { RunRow } from '../../core/log/rows';
import { candidateRecipe } from '../../core/study/candidate-recipe';
import { refinementsOf } from '../../core/recipe/refinements-of';
import type { Calibration } from '../../core/recipe/refinements';
import type { ActiveRuns } from '../active-runs.svelte';
import type { WorkspaceContext } from '../workspace-context';
import { startRecipe } from './start-recipe';
import type { StartResult } from './start-run';

/**
 * Null where the run is calibrated so already.
 * @throws LoamError `recipe-invalid` where it cannot be, as of code or of what was imported
 */
export async function recalibrateRun(
  context: WorkspaceContext & { runs: ActiveRuns },
  row: RunRow,
  calibration: Calibration,
): Promise<StartResult | null> {
  const recipe = await readRecipe(context.store.objects, row.recipe);
  const { derive, fitting, coverage, calibration: own } = refinementsOf(recipe);
  if (own === calibration) return null;
  if (recipe.format === 'loam.recipe/2' || recipe.format === 'loam.recipe/3') {
    const reason = 'only what an engine of Loam learns can be calibrated';
    throw new LoamError('recipe-invalid', { field: 'calibration', reason });
  }
  const { task, preprocessing, targetScale, model, trainer, seed, engine } = recipe;
  const candidate = { derive, preprocessing, targetScale, model, trainer, seed, engine };
  return startRecipe(context, candidateRecipe(candidate, task, { fitting, coverage, calibration }));
}
