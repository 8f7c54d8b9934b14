/** An exported page dropped back: model, recipe and card become objects and a model version again. */
import { readPage } from '../../deploy/page';
import type { WorkspaceContext } from '../workspace-context';
import { restoreModels } from './restore-models';

/** Answers the id of the model version. @throws LoamError `page-not-loam`, `page-damaged` or `newer-data` */
export async function restorePage(session: WorkspaceContext, file: Blob): Promise<string> {
  const contents = readPage(new Uint8Array(await file.arrayBuffer()));
  const [id] = await restoreModels(session, [contents]);
  return id!;
}
