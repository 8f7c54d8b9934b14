import { canonicalBytes } from '../../core/json/canonical';

/** Whether the bytes are the one spelling of the value. */
export function isCanonical(value: unknown, bytes: Uint8Array): boolean {
  let canonical: Uint8Array;
  try {
    canonical = canonicalBytes(value);
  } catch {
    return false; // a lone surrogate, which no canonical JSON has
  }
  return canonical.length === bytes.length && canonical.every((byte, i) => byte === bytes[i]);
}
