/**
 * What one exported page carries. Everything that leaves is an object named by its SHA-256, listed in
 * an envelope; the envelope's own text is sealed by its SHA-256, so one changed byte shows.
 */
import type { Cell } from '../../core/dataset/types';
import type { Evaluation, MetricValue } from '../../core/evaluation/types';
import type { Digest, Link } from '../../core/hash/digest';
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';
import type { Recipe } from '../../core/recipe/types';
import type { Part, TaskManifest } from '../../core/task/types';

export interface PageModel {
  link: Link;
  manifest: ModelManifest;
  preprocessing: FittedPreprocessing;
  /** The safetensors object; null for a baseline. */
  weights: Uint8Array | null;
}

/** Where the training data came from, by name and hash; no value of it. */
export interface PageDataset {
  name: string;
  version: number;
  manifest: Link;
  rows: number;
}

export interface PageInput {
  /** The compiled page template. */
  template: string;
  model: PageModel;
  recipe: Recipe;
  task: TaskManifest;
  dataset: PageDataset;
  /** Only its metrics, their baseline, part, row count and sentence leave. */
  evaluation: (PageEvaluation & Pick<Evaluation, 'model' | 'task'>) | null;
  name: string;
  version: number;
  note: string;
}

/** What leaves of an evaluation: never curves, points or rows. */
export interface PageEvaluation {
  part: Part;
  rows: number;
  sentence: string;
  metrics: MetricValue[];
  baseline: MetricValue[];
}

export interface PageCard {
  format: 'loam.card/1';
  name: string;
  version: number;
  note: string;
  model: Link;
  recipe: Link;
  task: Link;
  golden: Link;
  dataset: PageDataset;
  evaluation: PageEvaluation | null;
}

/** An input made from the signature, and the model's answer to it. */
export interface GoldenExample {
  /** One cell per input of the signature, in its order; null is missing. */
  input: Cell[];
  /**
   * The bits of the answer: probabilities per class, or one number for regression, each as 16 hex
   * digits of a big-endian float64.
   */
  output: string[];
}

export interface GoldenSet {
  format: 'loam.golden/1';
  model: Link;
  examples: GoldenExample[];
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

export interface PageObject {
  digest: Digest;
  bytes: Uint8Array;
}

/** A page that has been opened and found whole. */
export interface PageContents {
  card: PageCard;
  golden: GoldenSet;
  model: PageModel;
  recipe: Recipe;
  task: TaskManifest;
  /** Every object that the page carries, byte for byte, ordered by digest. */
  objects: PageObject[];
}

/** Something that an exported page carries away, in words. */
export interface LeavingValue {
  what: string;
  value: string;
}
