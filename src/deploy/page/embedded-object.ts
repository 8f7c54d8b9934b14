/** Objects as the envelope of a page holds them, and back to their bytes. */
import { canonicalBytes, canonicalJson } from '../../core/json/canonical';
import { fromBase64, toBase64 } from './base64';
import type { EmbeddedObject } from './types';

type JsonObject = Readonly<Record<string, unknown>>;

/** Null where the bytes are not those of a JSON object in its canonical form. */
function canonicalObject(bytes: Uint8Array): JsonObject | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return canonicalJson(value) === text ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

export function embedObject(bytes: Uint8Array): EmbeddedObject {
  return canonicalObject(bytes) ?? toBase64(bytes);
}

/** Null where it is neither of the two forms. Whether these are the right bytes is for their hash to say. */
export function embeddedBytes(embedded: unknown): Uint8Array | null {
  if (typeof embedded === 'string') return fromBase64(embedded);
  if (typeof embedded !== 'object' || embedded === null) return null;
  try {
    return canonicalBytes(embedded);
  } catch {
    return null;
  }
}
