/** An exported page dropped back: model, recipe and card become objects and a model version again. */
import { checkPageSignature, readPage } from '../../deploy/page';
import type { Digest } from '../../core/hash/digest';
import type { WorkspaceContext } from '../workspace-context';
import { restoreModels } from './restore-models';

export interface RestoredPage {
  /** Of the model version. */
  id: string;
  /** The fingerprint of who signed it; null where nobody did, or where that cannot be checked here. */
  signer: Digest | null;
}

/** @throws LoamError `page-not-loam`, `page-damaged` or `newer-data` */
export async function restorePage(session: WorkspaceContext, file: Blob): Promise<RestoredPage> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const contents = readPage(bytes);
  const signature = await checkPageSignature(bytes);
  const [id] = await restoreModels(session, [contents]);
  return { id: id!, signer: signature.type === 'signed' ? signature.signer : null };
}
