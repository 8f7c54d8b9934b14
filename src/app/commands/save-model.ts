/** Gives a finished run's model a name in the workspace; saving under a known name makes its next version. */
import type { RunRow } from '../../core/log/rows';
import { LoamError } from '../../core/errors';
import type { WorkspaceContext } from '../workspace-context';

/** Answers the id of the new model version. @throws LoamError `internal` where the run has no model */
export async function saveModel(
  session: WorkspaceContext,
  run: RunRow,
  name: string,
  note = '',
): Promise<string> {
  const model = run.outcome && run.outcome.type !== 'failed' ? run.outcome.model : null;
  if (!model) throw new LoamError('internal', { message: `run ${run.name} has no model` });
  const [entry] = await session.store.commit([
    { type: 'model-saved', name: name.trim(), model, run: run.id, recipe: run.recipe, note },
  ]);
  await session.storage.keep();
  return entry!.id;
}
