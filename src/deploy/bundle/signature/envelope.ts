/** `model.sig`: a Sigstore bundle v0.3 around a DSSE envelope with one signature, the key named by the hash of its PEM. */
import { digestOf } from '../../../core/hash/digest';
import { canonicalBytes } from '../../../core/json/canonical';
import { digest, only, record, text, tuple, listOf, type Check } from '../../../core/shape/check';
import { isCanonical } from '../canonical-form';
import { fromBase64, toBase64 } from '../../page/base64';
import { fromDer, toDer } from './ecdsa-der';

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

interface SignatureFile {
  mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json';
  verificationMaterial: { publicKey: { hint: string }; tlogEntries: never[] };
  dsseEnvelope: {
    payload: string;
    payloadType: typeof PAYLOAD_TYPE;
    signatures: [{ sig: string; keyid: '' }];
  };
}

const never: Check<never> = (value): value is never => false && value === null;

const signatureFile = record<SignatureFile>({
  mediaType: only('application/vnd.dev.sigstore.bundle.v0.3+json'),
  verificationMaterial: record<SignatureFile['verificationMaterial']>({
    publicKey: record<{ hint: string }>({ hint: digest }),
    tlogEntries: listOf(never),
  }),
  dsseEnvelope: record<SignatureFile['dsseEnvelope']>({
    payload: text,
    payloadType: only(PAYLOAD_TYPE),
    signatures: tuple(record<{ sig: string; keyid: '' }>({ sig: text, keyid: only('') })),
  }),
});

/** DSSE's pre-authentication encoding: the very bytes that are signed. */
export function signedBytes(payload: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode(
    `DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `,
  );
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}

/** @param signature r and s, 32 bytes each */
export function writeEnvelope(payload: Uint8Array, signature: Uint8Array, pem: string): Uint8Array {
  const value: SignatureFile = {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      publicKey: { hint: digestOf(new TextEncoder().encode(pem)) },
      tlogEntries: [],
    },
    dsseEnvelope: {
      payload: toBase64(payload),
      payloadType: PAYLOAD_TYPE,
      signatures: [{ sig: toBase64(toDer(signature)), keyid: '' }],
    },
  };
  return canonicalBytes(value);
}

export interface Envelope {
  payload: Uint8Array;
  /** r and s, 32 bytes each. */
  signature: Uint8Array;
  /** SHA-256 of the key's PEM. */
  hint: string;
}

/** Null where the bytes are anything but what `writeEnvelope` makes: of one signature there is one spelling. */
export function readEnvelope(bytes: Uint8Array): Envelope | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
  if (!signatureFile(value) || !isCanonical(value, bytes)) return null;
  const { verificationMaterial, dsseEnvelope } = value;
  const payload = fromBase64(dsseEnvelope.payload);
  const der = fromBase64(dsseEnvelope.signatures[0].sig);
  const signature = der && fromDer(der);
  if (!payload || !signature) return null;
  return { payload, signature, hint: verificationMaterial.publicKey.hint };
}
