import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../src/core/hash/digest';
import { checkBundle, checkSignature, signBundle } from '../../../../src/deploy/bundle';
import { fromDer, toDer } from '../../../../src/deploy/bundle/signature/ecdsa-der';
import { fromPem, toPem } from '../../../../src/deploy/bundle/signature/pem';
import { bundleOf, newSigner, someData } from '../../../support/bundle-of';

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const json = (bytes: Uint8Array | undefined) => JSON.parse(text(bytes)) as unknown;

interface Written {
  dsseEnvelope: { payload: string };
}

function payloadOf(signature: Uint8Array | undefined): unknown {
  const { payload } = (json(signature) as Written).dsseEnvelope;
  return JSON.parse(Buffer.from(payload, 'base64').toString());
}

describe('the signature of a bundle', () => {
  const files = bundleOf(someData());

  it('is of every file but itself and its key, and changes nothing else', async () => {
    const signer = await newSigner();
    const signed = await signBundle(files, signer);
    expect([...signed.keys()]).toEqual([...files.keys(), 'model.sig', 'signer.pem'].sort());
    for (const [path, bytes] of files) expect(signed.get(path)).toBe(bytes);
    const fingerprint = digestOf(signer.publicKey);
    const pem = toPem(signer.publicKey);
    expect(await checkSignature(signed)).toEqual({ type: 'signed', fingerprint, pem });
    expect((await checkBundle(signed)).signature).toEqual({ type: 'signed', fingerprint, pem });
    const names = [...files.keys()].sort();
    const { predicate } = payloadOf(signed.get('model.sig')) as {
      predicate: { resources: { name: string; digest: string }[] };
    };
    expect(predicate.resources.map(({ name }) => name).sort()).toEqual(names);
    for (const { name, digest } of predicate.resources)
      expect(digest).toBe(digestOf(files.get(name)!));
  });

  it('is not asked for, unless a key is named', async () => {
    expect((await checkBundle(files)).signature).toEqual({ type: 'unsigned' });
    const pem = toPem((await newSigner()).publicKey);
    await expect(checkBundle(files, { expectedKeyPem: pem })).rejects.toMatchObject({
      code: 'bundle-damaged',
      facts: { reason: 'it is not signed' },
    });
  });

  it('must be by the key that is named, however that key is written', async () => {
    const [mine, other] = [await newSigner(), await newSigner()];
    const signed = await signBundle(files, mine);
    const pem = toPem(mine.publicKey);
    for (const expectedKeyPem of [pem, pem.replaceAll('\n', '\r\n'), `\n${pem}\n\n`]) {
      expect((await checkBundle(signed, { expectedKeyPem })).signature).toMatchObject({ pem });
    }
    for (const [expectedKeyPem, reason] of [
      [toPem(other.publicKey), 'it was signed with another key'],
      ['no key', 'the key to compare with is not a public key in PEM form'],
      [pem + pem, 'the key to compare with is not a public key in PEM form'],
    ] as const) {
      await expect(checkBundle(signed, { expectedKeyPem })).rejects.toMatchObject({
        code: 'bundle-damaged',
        facts: { reason },
      });
    }
  });

  it('is refused when it is of another bundle, by another key, or half there', async () => {
    const [mine, other] = [await newSigner(), await newSigner()];
    const signed = await signBundle(files, mine);
    const elsewhere = await signBundle(bundleOf(someData(12)), mine);
    const byOther = await signBundle(files, other);
    const put = (path: string, bytes: Uint8Array | undefined) => {
      const changed = new Map(signed);
      if (bytes) changed.set(path, bytes);
      else changed.delete(path);
      return changed;
    };
    for (const [changed, reason] of [
      [put('model.sig', elsewhere.get('model.sig')), 'other files were signed than are here'],
      [put('model.sig', byOther.get('model.sig')), 'it was signed with another key'],
      [put('signer.pem', byOther.get('signer.pem')), 'it was signed with another key'],
      [put('model.sig', undefined), 'model.sig is missing'],
      [put('signer.pem', undefined), 'signer.pem is missing'],
    ] as const) {
      await expect(checkBundle(changed)).rejects.toMatchObject({
        code: 'bundle-damaged',
        facts: { reason },
      });
    }
  });
});

describe('the spelling of a signature and a key', () => {
  it('goes to DER and back, leading zeros and high bits included', () => {
    const half = fc
      .tuple(fc.integer({ min: 0, max: 31 }), fc.uint8Array({ minLength: 32, maxLength: 32 }))
      .map(([zeros, bytes]) => bytes.fill(0, 0, zeros));
    fc.assert(
      fc.property(half, half, (r, s) => {
        const raw = Uint8Array.from([...r, ...s]);
        expect(fromDer(toDer(raw))).toEqual(raw);
      }),
    );
  });

  it('is refused as DER in any other spelling', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const raw = fromDer(bytes);
        if (raw) expect(toDer(raw)).toEqual(bytes);
      }),
    );
    const one = toDer(new Uint8Array(64).fill(1));
    expect(fromDer(Uint8Array.from([...one, 0]))).toBeNull();
    expect(fromDer(one.subarray(0, -1))).toBeNull();
    expect(fromDer(new Uint8Array())).toBeNull();
  });

  it('goes to PEM and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (der) => {
        expect(fromPem(toPem(der))).toEqual(der);
      }),
    );
  });
});
