/** A bundle's zip dropped back: every check, then its models become versions of this workspace again. */
import type { Digest } from '../../core/hash/digest';
import type { WorkspaceContext } from '../workspace-context';
import { restoreModels } from './restore-models';

export interface RestoredBundle {
  /** Of the model versions, the one that answers first. */
  ids: string[];
  /** Files that were checked. */
  files: number;
  /** The fingerprint of who signed it; null where nobody did. */
  signer: Digest | null;
}

/** @throws LoamError `bundle-not-loam`, `bundle-damaged` or `newer-data` */
export async function restoreBundle(
  session: WorkspaceContext,
  file: Blob,
): Promise<RestoredBundle> {
  const { checkBundle, unzipBundle } = await import('../../deploy/bundle');
  const files = unzipBundle(new Uint8Array(await file.arrayBuffer()));
  const { models, signature } = await checkBundle(files);
  const ids = await restoreModels(session, models);
  const signer = signature.type === 'signed' ? signature.fingerprint : null;
  return { ids, files: files.size, signer };
}
