/**
 * Names of immutable bytes. A digest is the bare SHA-256 in hex (what `sha256sum` prints);
 * a link is how a manifest or an operation points at an object.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalBytes } from '../json/canonical';

/** 64 lower-case hex digits. */
export type Digest = string;

/** A reference to an object, `sha256:` and its digest; the only form in which objects name objects. */
export type Link = `sha256:${string}`;

const LINK = /^sha256:[0-9a-f]{64}$/;

export function digestOf(bytes: Uint8Array): Digest {
  return bytesToHex(sha256(bytes));
}

/** The identity of a JSON value: the digest of its canonical form (RFC 8785). */
export function identityOf(value: unknown): Digest {
  return digestOf(canonicalBytes(value));
}

export function linkTo(digest: Digest): Link {
  return `sha256:${digest}`;
}

export function isLink(value: unknown): value is Link {
  return typeof value === 'string' && LINK.test(value);
}

export function linkDigest(link: Link): Digest {
  return link.slice('sha256:'.length);
}
