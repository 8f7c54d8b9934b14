/** The public half of this device's key, as people compare and pass it on. */
import { digestOf, type Digest } from '../../core/hash/digest';
import { toPem } from '../../deploy/bundle/signature/pem';
import type { WorkspaceStore } from '../../storage';
import { deviceSigner } from './device-signer';

export interface PublicKeyText {
  /** SHA-256 of its DER form. */
  fingerprint: Digest;
  /** PEM of its SubjectPublicKeyInfo. */
  pem: string;
}

/** Null where this page cannot sign. Makes the key if there is none yet. */
export async function devicePublicKey(
  local: WorkspaceStore['local'],
): Promise<PublicKeyText | null> {
  const signer = await deviceSigner(local);
  if (!signer) return null;
  return { fingerprint: digestOf(signer.publicKey), pem: toPem(signer.publicKey) };
}
