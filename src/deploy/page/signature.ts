/**
 * Who vouches for a page: an ECDSA P-256 signature over its seal, which names everything in it. It stands in
 * an element of its own, outside of what is sealed, as a signature differs each time that it is made.
 */
import { digestOf, linkTo, type Digest } from '../../core/hash/digest';
import { canonicalBytes, canonicalJson } from '../../core/json/canonical';
import { only, record, text } from '../../core/shape/check';
import { fromBase64, toBase64 } from './base64';

const FORMAT = 'loam.page-signature/1';

interface SignatureBlock {
  format: typeof FORMAT;
  /** SubjectPublicKeyInfo, DER, base64. */
  publicKey: string;
  /** r and s, 32 bytes each, base64. */
  signature: string;
}

const signatureBlock = record<SignatureBlock>({
  format: only(FORMAT),
  publicKey: text,
  signature: text,
});

export interface PageSignature {
  publicKey: Uint8Array;
  signature: Uint8Array;
  /** SHA-256 of the public key's DER: what people compare. */
  signer: Digest;
}

/** The very bytes that are signed: the key is among them, as one key has several encodings. */
export function signedBytes(seal: Digest, publicKey: Uint8Array): Uint8Array {
  return canonicalBytes({ format: FORMAT, page: linkTo(seal), signer: digestOf(publicKey) });
}

export function writeSignature(publicKey: Uint8Array, signature: Uint8Array): string {
  const block: SignatureBlock = {
    format: FORMAT,
    publicKey: toBase64(publicKey),
    signature: toBase64(signature),
  };
  return canonicalJson(block);
}

/** Null where the text is anything but what `writeSignature` makes. */
export function readSignature(json: string): PageSignature | null {
  let block: unknown;
  try {
    block = JSON.parse(json);
  } catch {
    return null;
  }
  if (!signatureBlock(block) || canonicalJson(block) !== json) return null;
  const publicKey = fromBase64(block.publicKey);
  const signature = fromBase64(block.signature);
  if (!publicKey || signature?.length !== 64) return null;
  return { publicKey, signature, signer: digestOf(publicKey) };
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export type SignatureCheck =
  | { type: 'unsigned' }
  | { type: 'signed'; signer: Digest }
  /** There is one, but this browser offers no keys here (WebCrypto needs https or a file). */
  | { type: 'unchecked'; signer: Digest }
  | { type: 'false' };

/** @param block what stands in the page's signature element */
export async function checkSignature(block: string, seal: Digest): Promise<SignatureCheck> {
  if (block === '') return { type: 'unsigned' };
  const read = readSignature(block);
  if (!read) return { type: 'false' };
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) return { type: 'unchecked', signer: read.signer };
  const bytes = (part: Uint8Array) => part as Uint8Array<ArrayBuffer>;
  try {
    const key = await subtle.importKey('spki', bytes(read.publicKey), ALGORITHM, false, ['verify']);
    const isRight = await subtle.verify(
      ALGORITHM,
      key,
      bytes(read.signature),
      bytes(signedBytes(seal, read.publicKey)),
    );
    return isRight ? { type: 'signed', signer: read.signer } : { type: 'false' };
  } catch {
    return { type: 'false' };
  }
}
