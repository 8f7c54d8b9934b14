/** A trial of a study becomes a run: learnt on train and validation together, judged by the study's folds. */
import { LoamError } from '../../core/errors';
import { trialId } from '../../core/log/project';
import type { Refinements } from '../../core/recipe/refinements';
import { candidateRecipe } from '../../core/study/candidate-recipe';
import type { SearchSteps } from '../../core/study/search-steps';
import type { ActiveRuns } from '../active-runs.svelte';
import type { WorkspaceContext } from '../workspace-context';
import { startRecipe } from './start-recipe';
import type { StartResult } from './start-run';

export interface UseTrialOptions {
  /** What the recipe says beside the candidate; its folds are those of the study. Default: nothing. */
  refinements?: Partial<Pick<Refinements, 'calibration' | 'coverage'>>;
}

/**
 * A recipe that has run is known: asking again answers its run.
 * @throws LoamError `not-found`, `recipe-invalid`
 */
export async function useTrial(
  context: WorkspaceContext & { runs: ActiveRuns },
  steps: Pick<SearchSteps, 'candidateOf'>,
  { study, number }: { study: string; number: number },
  { refinements = {} }: UseTrialOptions = {},
): Promise<StartResult> {
  const { store } = context;
  const row = await store.get('studies', study);
  const trial = await store.get('trials', trialId({ study, number }));
  if (!row || !trial) throw new LoamError('not-found', { what: 'trial' });
  const manifest = await context.json(row.spec, 'loam.study/1');
  const candidate = steps.candidateOf(manifest, trial);
  const fitting = { type: 'folds', folds: manifest.folds } as const;
  const value = candidateRecipe(candidate, manifest.task, { fitting, ...refinements });
  return startRecipe(context, value);
}
