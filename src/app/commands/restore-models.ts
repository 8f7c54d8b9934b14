/**
 * What an export carried becomes objects and model versions again. Their data did not travel; what names it is
 * kept all the same.
 */
import { identityOf, linkTo } from '../../core/hash/digest';
import type { ModelContents } from '../../deploy/model/types';
import type { WorkspaceContext } from '../workspace-context';

/** Answers the ids of the model versions, in their order. */
export async function restoreModels(
  session: WorkspaceContext,
  models: readonly ModelContents[],
): Promise<string[]> {
  const lease = await session.store.lease();
  try {
    const writer = session.store.writer(lease.id);
    for (const { objects } of models) {
      for (const { bytes } of objects) await writer.put(bytes);
    }
    const entries = await session.store.commit(
      models.map(({ card, recipe }) => ({
        type: 'model-restored' as const,
        name: card.name,
        model: card.model,
        recipe: card.recipe,
        task: recipe.task,
        card: linkTo(identityOf(card)),
        note: card.note,
      })),
      lease,
    );
    session.storage.keep();
    return entries.map(({ id }) => id);
  } finally {
    await lease.end();
  }
}
