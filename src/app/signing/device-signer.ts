/**
 * The key that this device signs exports with: ECDSA P-256, made on first use, kept with this device's own
 * settings. Its private half cannot be read by any code, and never leaves.
 */
import type { Signer } from '../../deploy/model/signer';
import type { WorkspaceStore } from '../../storage';

const KEY = 'signing-key';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

type Local = WorkspaceStore['local'];

async function keyPair(local: Local): Promise<CryptoKeyPair> {
  const known = await local.get<CryptoKeyPair>(KEY);
  if (known) return known;
  const made = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  // Of two tabs that make one at once, the first to be kept counts.
  await local.update<CryptoKeyPair>(KEY, (other) => other ?? made);
  return (await local.get<CryptoKeyPair>(KEY)) ?? made;
}

/** Null where the page has no WebCrypto: an address that is neither https nor this machine. */
export async function deviceSigner(local: Local): Promise<Signer | null> {
  if (!globalThis.crypto?.subtle) return null;
  const { publicKey, privateKey } = await keyPair(local);
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)),
    async sign(bytes) {
      const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
      const data = bytes as Uint8Array<ArrayBuffer>;
      return new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, data));
    },
  };
}
