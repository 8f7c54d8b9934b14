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

/** The JSON inside the page. Objects are base64 under their digest. */
export interface PageEnvelope {
  format: 'loam.page/1';
  /** Digest of the template's text, so that a reader notices a change outside the data too. */
  template: Digest;
  /** Names all other objects, directly or by what it names. */
  card: Link;
  objects: Record<Digest, string>;
}
