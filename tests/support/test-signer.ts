import type { Signer } from '../../src/deploy/model/signer';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A signer with a fresh key. */
export async function testSigner(): Promise<Signer> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)),
    async sign(bytes) {
      const data = bytes as Uint8Array<ArrayBuffer>;
      return new Uint8Array(await crypto.subtle.sign(ALGORITHM, pair.privateKey, data));
    },
  };
}
