/** Sizes and places of the parts of a zip (PKWARE APPNOTE 4.3), and the seal that Loam puts in its comment. */
import type { Digest } from '../../core/hash/digest';

export const LOCAL_MARK = 0x04034b50;
export const LOCAL_BYTES = 30;
export const CENTRAL_MARK = 0x02014b50;
export const CENTRAL_BYTES = 46;
export const END_MARK = 0x06054b50;
export const END_BYTES = 22;
/** From the start of the end record. */
export const COMMENT_LENGTH_AT = 20;

/** What stands in the comment: the SHA-256 of every byte before it. An empty digest gives a seal of the same length. */
export function sealOf(digest: Digest): Uint8Array {
  return new TextEncoder().encode(`loam sha256:${digest.padStart(64, '0')}`);
}
