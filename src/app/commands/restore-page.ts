/**
 * An exported page dropped back: model, recipe and card become objects and a model version again. Its
 * data did not travel; what names it is kept all the same.
 */
import { identityOf, linkTo } from '../../core/hash/digest';
import { readPage } from '../../deploy/page';
import type { WorkspaceContext } from '../workspace-context';

/** Answers the id of the model version. @throws LoamError `page-not-loam`, `page-damaged` or `newer-data` */
export async function restorePage(session: WorkspaceContext, file: Blob): Promise<string> {
  const contents = readPage(new Uint8Array(await file.arrayBuffer()));
  const { card, objects } = contents;
  const lease = await session.store.lease();
  try {
    const writer = session.store.writer(lease.id);
    for (const { bytes } of objects) await writer.put(bytes);
    const [entry] = await session.store.commit(
      [
        {
          type: 'model-restored',
          name: card.name,
          model: card.model,
          recipe: card.recipe,
          task: contents.recipe.task,
          card: linkTo(identityOf(card)),
          note: card.note,
        },
      ],
      lease,
    );
    await session.storage.keep();
    return entry!.id;
  } finally {
    await lease.end();
  }
}
