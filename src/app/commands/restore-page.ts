/** An exported page dropped back: model, recipe and card become objects and a model version again. */
import { checkPageSignature, readPage } from '../../deploy/page';
import type { SignatureCheck } from '../../deploy/page';
import type { WorkspaceContext } from '../workspace-context';
import { restoreModels } from './restore-models';

export interface RestoredPage {
  /** Of the model version. */
  id: string;
  signature: Exclude<SignatureCheck, { type: 'false' }>;
}

/** @throws LoamError `page-not-loam`, `page-damaged` or `newer-data` */
export async function restorePage(session: WorkspaceContext, file: Blob): Promise<RestoredPage> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const contents = readPage(bytes);
  const signature = await checkPageSignature(bytes);
  const [id] = await restoreModels(session, [contents]);
  return { id: id!, signature };
}
