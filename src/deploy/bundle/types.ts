/** See BUNDLE.md. */
import type { Digest, Link } from '../../core/hash/digest';
import type { ModelContents } from '../model/types';

/** What a bundle is for; its files beyond the models follow from it. */
export type BundleKind = 'page' | 'module' | 'scorer' | 'api';

/** Files by path: relative, `/` between parts, no empty, `.` or `..` part. */
export type BundleFiles = Map<string, Uint8Array>;

/** A compiled template: its files as text. */
export type TemplateFiles = Record<string, string>;

export interface BundledModel {
  name: string;
  version: number;
  /** `models/<version>`; a second model of that version has `models/<name>-<version>`. */
  folder: string;
  card: Link;
}

/** `bundle.json`, in canonical form. Its own hash is the identity of the bundle. */
export interface BundleManifest {
  format: 'loam.bundle/1';
  kind: BundleKind;
  /** At least one; the first is the one that answers where no other is named. */
  models: BundledModel[];
  /** Every file but this one and the detached signature, by path. */
  files: Record<string, Digest>;
}

/** A bundle that has been opened and found whole. */
export interface BundleContents {
  manifest: BundleManifest;
  /** Digest of `bundle.json`. */
  identity: Digest;
  models: ModelContents[];
}
