/** A public key as text (RFC 7468): base64 of its SubjectPublicKeyInfo in lines of 64, between two marks. */
import { fromBase64, toBase64 } from '../../page/base64';

const BEGIN = '-----BEGIN PUBLIC KEY-----';
const END = '-----END PUBLIC KEY-----';

export function toPem(publicKey: Uint8Array): string {
  const lines = toBase64(publicKey).match(/.{1,64}/g) ?? [];
  return [BEGIN, ...lines, END, ''].join('\n');
}

/** However its lines are broken; null where there is no single key. */
export function fromPem(pem: string): Uint8Array | null {
  const pieces = pem.split(new RegExp(`${BEGIN}|${END}`));
  const [before, inside, after] = pieces;
  if (pieces.length !== 3 || before!.trim() !== '' || after!.trim() !== '') return null;
  return fromBase64(inside!.replace(/\s+/g, ''));
}
