/** A whole recipe over a task that is known becomes a run. One that has run is known: asking again answers its run. */
import { checkRecipe } from '../../core/recipe/check';
import type { EngineRecipe } from '../../core/recipe/types';
import type { ActiveRuns } from '../active-runs.svelte';
import type { WorkspaceContext } from '../workspace-context';
import type { StartResult } from './start-run';

/** @throws LoamError `recipe-invalid` */
export async function startRecipe(
  context: WorkspaceContext & { runs: ActiveRuns },
  value: EngineRecipe,
): Promise<StartResult> {
  const { store, runs } = context;
  checkRecipe(value);
  const { run, known, link } = await context.underLease(async (lease) => {
    const link = await store.putJson(lease.id, value);
    const known = await runs.known(link);
    if (known) return { ops: [], value: { run: known, known: true, link } };
    const run = runs.prepare(link, value);
    return { ops: [run.op], value: { run: run.id, known: false, link } };
  });
  runs.ask(run);
  if (!known) runs.start(run, link, value);
  return { run, known };
}
