/** Gives a finished run's model a name in the workspace; saving under a known name makes its next version. */
import { linkTo, type Link } from '../../core/hash/digest';
import { LoamError } from '../../core/errors';
import { canonicalBytes } from '../../core/json/canonical';
import type { RunRow } from '../../core/log/rows';
import type { ModelManifest } from '../../core/model/types';
import type { WorkspaceContext } from '../workspace-context';

export interface SaveOptions {
  /**
   * Two classes: the answer is the positive one from this probability on. The version is a manifest of its own then;
   * nothing is learnt anew. Default: as the model was trained.
   */
  threshold?: number | null;
  /** How that was chosen, as a clause; it is said wherever the model is. Default: nobody said. */
  chosen?: string | null;
}

/**
 * Answers the id of the new model version.
 * @throws LoamError `internal` where the run has no model, `columns-differ` where a threshold means nothing to it
 */
export async function saveModel(
  session: WorkspaceContext,
  run: RunRow,
  name: string,
  note = '',
  { threshold = null, chosen = null }: SaveOptions = {},
): Promise<string> {
  const model = run.outcome && run.outcome.type !== 'failed' ? run.outcome.model : null;
  if (!model) throw new LoamError('internal', { message: `run ${run.name} has no model` });
  const lease = await session.store.lease();
  try {
    const kept = threshold === null ? model : await decidingAt(session, lease.id, model, threshold);
    const [entry] = await session.store.commit(
      [
        {
          type: 'model-saved',
          name: name.trim(),
          model: kept,
          run: run.id,
          recipe: run.recipe,
          note,
          ...(threshold !== null && chosen !== null && { chosen }),
        },
      ],
      lease,
    );
    session.storage.keep();
    return entry!.id;
  } finally {
    await lease.end();
  }
}

/** The same model with another threshold; its objects are shared. */
async function decidingAt(
  session: WorkspaceContext,
  lease: string,
  model: Link,
  threshold: number,
): Promise<Link> {
  const manifest: ModelManifest = await session.json(model, 'loam.model');
  return linkTo(await session.store.writer(lease).put(decidedBytes(manifest, threshold)));
}

/** The version's manifest. @throws LoamError `columns-differ` where a threshold means nothing to it */
export function decidedBytes(manifest: ModelManifest, threshold: number): Uint8Array {
  if (manifest.threshold === null) {
    throw new LoamError('columns-differ', { reason: 'A threshold is for two classes.' });
  }
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new LoamError('columns-differ', { reason: 'A threshold is a probability, from 0 to 1.' });
  }
  return canonicalBytes({ ...manifest, threshold });
}
