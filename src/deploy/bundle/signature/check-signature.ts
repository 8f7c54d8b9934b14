import { LoamError } from '../../../core/errors';
import { digestOf, type Digest } from '../../../core/hash/digest';
import { bundleDamaged } from '../damage';
import { PUBLIC_KEY_PATH, SIGNATURE_PATH } from '../paths';
import type { BundleFiles } from '../types';
import { readEnvelope, signedBytes } from './envelope';
import { fromPem, toPem } from './pem';
import { statementProblem } from './statement';

export type BundleSignature =
  | { type: 'unsigned' }
  /** `fingerprint` is the SHA-256 of the key's DER: what people compare. */
  | { type: 'signed'; fingerprint: Digest; pem: string };

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

async function isSignedBy(publicKey: Uint8Array, signature: Uint8Array, bytes: Uint8Array) {
  // A page that is neither https nor of this machine has none.
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle) {
    throw new LoamError('internal', { message: 'signatures cannot be checked without WebCrypto' });
  }
  let key: CryptoKey;
  try {
    key = await subtle.importKey('spki', publicKey as BufferSource, ALGORITHM, false, ['verify']);
  } catch (cause) {
    throw bundleDamaged(`${PUBLIC_KEY_PATH} is no ECDSA P-256 key`, cause);
  }
  return subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    signature as BufferSource,
    bytes as BufferSource,
  );
}

/**
 * Whether the signature is of these very files, by the key beside it. Whose key that is, only a person knows.
 * @throws LoamError `bundle-damaged` where one of the two is missing or does not match
 */
export async function checkSignature(files: BundleFiles): Promise<BundleSignature> {
  const file = files.get(SIGNATURE_PATH);
  const key = files.get(PUBLIC_KEY_PATH);
  if (!file && !key) return { type: 'unsigned' };
  if (!file) throw bundleDamaged(`${SIGNATURE_PATH} is missing`);
  if (!key) throw bundleDamaged(`${PUBLIC_KEY_PATH} is missing`);

  const pem = new TextDecoder().decode(key);
  const publicKey = fromPem(pem);
  if (!publicKey || toPem(publicKey) !== pem) throw bundleDamaged(`${PUBLIC_KEY_PATH} was changed`);
  const envelope = readEnvelope(file);
  if (!envelope) throw bundleDamaged(`${SIGNATURE_PATH} was changed`);
  if (envelope.hint !== digestOf(key)) throw bundleDamaged('it was signed with another key');
  if (!(await isSignedBy(publicKey, envelope.signature, signedBytes(envelope.payload))))
    throw bundleDamaged('its signature does not match');

  // It is the signer's own words from here on, and they may still be of other files.
  let statement: unknown;
  try {
    statement = JSON.parse(new TextDecoder().decode(envelope.payload));
  } catch (cause) {
    throw bundleDamaged('what was signed is not readable', cause);
  }
  const problem = statementProblem(statement, files);
  if (problem) throw bundleDamaged(problem);
  return { type: 'signed', fingerprint: digestOf(publicKey), pem };
}
