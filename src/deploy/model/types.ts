/**
 * What leaves of a model version, whatever it is exported as: a handful of objects, each named by its
 * SHA-256, and nothing of anyone's rows.
 */
import type { Brief } from '../../core/brief/types';
import type { Cell } from '../../core/dataset/types';
import type { Evaluation, MetricValue } from '../../core/evaluation/types';
import type { Digest, Link } from '../../core/hash/digest';
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';
import type { Recipe } from '../../core/recipe/types';
import type { Part, TaskManifest } from '../../core/task/types';

export interface SealedModel {
  link: Link;
  manifest: ModelManifest;
  preprocessing: FittedPreprocessing;
  /** The safetensors object, or the ONNX file that ONNX Runtime computes; null for a baseline. */
  weights: Uint8Array | null;
}

/** Where the training data came from, by name and hash; no value of it. */
export interface CardDataset {
  name: string;
  version: number;
  manifest: Link;
  rows: number;
}

/** A model version as the app knows it, about to be exported. */
export interface ExportInput {
  model: SealedModel;
  recipe: Recipe;
  task: TaskManifest;
  dataset: CardDataset;
  /** Only its metrics, their baseline, part, row count and sentence leave. */
  evaluation: (CardEvaluation & Pick<Evaluation, 'model' | 'task'>) | null;
  name: string;
  version: number;
  note: string;
  /** Why the model is wanted, where somebody wrote that down. */
  brief?: Brief | null;
  /** How the threshold was chosen, as a clause: "the cheapest on validation"; absent where nobody said. */
  chosen?: string | null;
  /** Of a model that ONNX Runtime computes, as `laterExamples`; Loam's own code makes those of the others. */
  examples?: readonly GoldenExample[];
}

/** What leaves of an evaluation: never curves, points or rows. */
export interface CardEvaluation {
  part: Part;
  rows: number;
  sentence: string;
  metrics: MetricValue[];
  baseline: MetricValue[];
}

export interface ModelCard {
  /** The second has the two last fields. */
  format: 'loam.card/1' | 'loam.card/2';
  name: string;
  version: number;
  note: string;
  model: Link;
  recipe: Link;
  task: Link;
  golden: Link;
  dataset: CardDataset;
  evaluation: CardEvaluation | null;
  brief?: Brief | null;
  /** As in `ExportInput`. */
  chosen?: string | null;
}

/** An input made from the signature, and the model's answer to it. */
export interface GoldenExample {
  /** One cell per input of the signature, in its order; null is missing. */
  input: Cell[];
  /**
   * The bits of the answer, each number as 16 hex digits of a big-endian float64: probabilities per class, or one
   * number for regression. In the second format then the low and the high end of the interval, or for each class 1
   * where it is in the set, else 0.
   */
  output: string[];
}

export interface GoldenSet {
  /** The second has conformal answers. */
  format: 'loam.golden/1' | 'loam.golden/2';
  model: Link;
  examples: GoldenExample[];
}

export interface ModelObject {
  digest: Digest;
  bytes: Uint8Array;
}

/** An exported model that has been opened and found whole. */
export interface ModelContents {
  card: ModelCard;
  golden: GoldenSet;
  model: SealedModel;
  recipe: Recipe;
  task: TaskManifest;
  /** Every object that came along, byte for byte, ordered by digest. */
  objects: ModelObject[];
}

/** Something that an export carries away, in words. */
export interface LeavingValue {
  what: string;
  value: string;
}
