import { describe, expect, it } from 'vitest';
import { deviceSigner } from '../../../../src/app/signing/device-signer';
import { devicePublicKey } from '../../../../src/app/signing/public-key';
import { memoryLocal } from '../../../support/memory-local';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };

describe('the key of a device', () => {
  it('is made once, and signs what its public half verifies', async () => {
    const local = memoryLocal();
    const [first, second] = [await deviceSigner(local), await deviceSigner(local)];
    expect(second!.publicKey).toEqual(first!.publicKey);

    const message = new TextEncoder().encode('what leaves');
    const signature = await first!.sign(message);
    expect(signature).toHaveLength(64);
    const spki = second!.publicKey as Uint8Array<ArrayBuffer>;
    const key = await crypto.subtle.importKey('spki', spki, ALGORITHM, true, ['verify']);
    const verify = (bytes: Uint8Array) =>
      crypto.subtle.verify(
        { name: 'ECDSA', hash: 'SHA-256' },
        key,
        signature as Uint8Array<ArrayBuffer>,
        bytes as Uint8Array<ArrayBuffer>,
      );
    expect(await verify(message)).toBe(true);
    expect(await verify(new TextEncoder().encode('what leaveS'))).toBe(false);
  });

  it('is one key, also where two tabs ask for it at the same time', async () => {
    const local = memoryLocal();
    const [one, other] = await Promise.all([deviceSigner(local), deviceSigner(local)]);
    expect(other!.publicKey).toEqual(one!.publicKey);
  });

  it('has a private half that no code can read', async () => {
    const local = memoryLocal();
    await deviceSigner(local);
    const pair = await local.get<CryptoKeyPair>('signing-key');
    expect(pair!.privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', pair!.privateKey)).rejects.toThrow();
  });

  it('is passed on as PEM, with the hash of its DER form as fingerprint', async () => {
    const local = memoryLocal();
    const text = await devicePublicKey(local);
    const der = Buffer.from(text!.pem.split('\n').slice(1, -2).join(''), 'base64');
    expect(new Uint8Array(der)).toEqual((await deviceSigner(local))!.publicKey);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', der));
    expect(text!.fingerprint).toBe(Buffer.from(hash).toString('hex'));
  });
});
