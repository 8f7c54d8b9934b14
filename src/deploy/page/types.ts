/**
 * What one exported page carries. Everything that leaves is an object named by its SHA-256, listed in
 * an envelope; the envelope's own text is sealed by its SHA-256, so one changed byte shows.
 */
import type { Digest, Link } from '../../core/hash/digest';
import type { ExportInput } from '../model/types';

export interface PageInput extends ExportInput {
  /** The compiled page template. */
  template: string;
}

/**
 * An object inside the page: one that is canonical JSON as that JSON, which has the bytes again once it is written
 * canonically; any other, as weights, in base64. In `loam.page/1` all are in base64.
 */
export type EmbeddedObject = string | Readonly<Record<string, unknown>>;

/** The JSON inside the page. */
export interface PageEnvelope {
  format: 'loam.page/1' | 'loam.page/2';
  /** Digest of the template's text, so that a reader notices a change outside the data too. */
  template: Digest;
  /** Names all other objects, directly or by what it names. */
  card: Link;
  /** By digest. */
  objects: Record<Digest, EmbeddedObject>;
}
