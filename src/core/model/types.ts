/** A model version: everything a prediction needs, and nothing of anyone's rows. */
import type { ColumnType } from '../dataset/types';
import type { Link } from '../hash/digest';
import type { Window } from '../network/plan';
import type { Activation } from '../network/types';
import type { DerivedExpression, DerivedLag } from '../recipe/refinements';
import type { PlainDatePart } from '../recipe/types';
import type { TaskKind } from '../task/types';

/** A cycle of a recipe makes two of these, sine first. */
export type FittedDatePart =
  PlainDatePart | `${'month' | 'day-of-year' | 'weekday' | 'hour'}-${'sin' | 'cos'}`;

/**
 * A `ColumnStep` with what it learnt on train. The inputs it makes come in the order documented here;
 * scaled ones are held within +-1e30.
 */
export type FittedStep =
  /**
   * [scaled value] or [scaled value, was missing]. x -> (t(x ?? fill) - offset) / scale; Infinity counts as
   * missing. Without a fill (trees) a missing value is NaN.
   */
  | {
      column: string;
      step: 'numeric';
      transform: 'none' | 'log';
      fill: number | null;
      indicator: boolean;
      offset: number;
      scale: number;
    }
  /** One input per category, then `rest` (unseen and rare), then `missing`; the last two only where true. */
  | { column: string; step: 'one-hot'; categories: string[]; rest: boolean; missing: boolean }
  /** [number of the category]; `rest` (unseen and rare, where true) comes after them; missing, and unseen without rest, is NaN. */
  | { column: string; step: 'codes'; categories: string[]; rest: boolean }
  /** (rank - offset) / scale; unseen and missing take `fill` as their rank. */
  | {
      column: string;
      step: 'ordinal';
      order: string[];
      fill: number;
      offset: number;
      scale: number;
    }
  /** One input per part, each (part - offset) / scale; a missing date takes `offset`. */
  | {
      column: string;
      step: 'date-parts';
      parts: { part: FittedDatePart; offset: number; scale: number }[];
    }
  /** The values of the category, scaled; of others, and of a missing one, `prior`. */
  | {
      column: string;
      step: 'target-encode';
      categories: string[];
      /** Per category as many as there are in `prior`. */
      values: number[][];
      prior: number[];
    }
  /**
   * One input per kept bucket: how often the text has words of it, times `idf`, divided by the length of all those;
   * 0 without any, and for a missing text. See ml/preprocess/HASHED-TEXT.md.
   */
  | {
      column: string;
      step: 'hashed-text';
      words: [number, number];
      buckets: number;
      lower: boolean;
      /** Numbers of the buckets, ascending. */
      kept: number[];
      idf: number[];
    };

export interface FittedPreprocessing {
  /** The second has derived columns, or steps that came later. */
  format: 'loam.preprocessing/1' | 'loam.preprocessing/2';
  /** Made of the inputs before any step, in this order; absent in the first format, which has none. */
  derived?: DerivedExpression[];
  /** Inputs that rows of a dataset in order of time give by themselves; absent in the first format. */
  lags?: DerivedLag[];
  steps: FittedStep[];
  /** Number of model inputs. */
  width: number;
}

export interface DenseLayer {
  layer: 'dense';
  /** Names of tensors in the weights object; kernel is [inputs, outputs] row-major, bias [outputs]. */
  kernel: string;
  bias: string;
  inputs: number;
  outputs: number;
  activation: Activation;
}

/** Layers of a trained network that have something to do at prediction; each fixes its own shapes. */
export type ModelLayer =
  | DenseLayer
  /** kernel [height, width, channels, filters], bias [filters]. */
  | { layer: 'conv2d'; kernel: string; bias: string; window: Window; activation: Activation }
  /** kernel [height, width, channels, multiplier], bias [channels * multiplier]. */
  | { layer: 'depthwise2d'; kernel: string; bias: string; window: Window; activation: Activation }
  | { layer: 'pool2d'; of: 'max' | 'average'; window: Window }
  /** Four tensors [channels]; (x - mean) / sqrt(variance + epsilon) * gamma + beta. */
  | {
      layer: 'batch-norm';
      gamma: string;
      beta: string;
      mean: string;
      variance: string;
      values: number;
      channels: number;
      epsilon: number;
    }
  | {
      layer: 'layer-norm';
      gamma: string;
      beta: string;
      values: number;
      channels: number;
      epsilon: number;
    }
  /** embeddings [vocabulary + 1, size]; the last row is for what is no code. */
  | { layer: 'embedding'; embeddings: string; length: number; vocabulary: number; size: number };

/**
 * Boosted trees or a forest. Its tensors, all trees one after another: `roots` I32 [trees + 1] the first
 * node of each tree, and per node `input` I32 (-1 for a leaf), `left` I32 (first of two children in a row,
 * counted from the tree's own root), `value` F32, `missing` U8 (1: missing values go left) and `set` I32.
 *
 * A number goes left when it is at most `value`. Where `set` is no -1 but a row of `sets` I32 [sets, 8],
 * the input is a category code and goes left when bit code % 32 of word code / 32 is set; what is no code
 * below 256 is missing. A leaf adds `value` to its tree's output; of several classes it adds the row `left` of `shares`
 * F32 [leaves, outputs] to all of them.
 */
export interface TreeEnsemble {
  type: 'trees';
  inputs: number;
  outputs: number;
  trees: number;
  nodes: number;
  sets: number;
  /** Rows of `shares`; 0 when leaves are single values, and tree t adds to output t % outputs. */
  leaves: number;
  /** Added up in the order of the trees, as doubles; mean divides by the number of trees. */
  combine: 'sum' | 'mean';
  /** Added to each output: before the trees for a sum, after them for a mean. */
  base: number[];
  /**
   * What is done at last. log-odds and log turn shares into logits (held off 0 and 1 by 1e-6); exp turns
   * the logarithm of a mean into the mean.
   */
  link: 'identity' | 'exp' | 'log-odds' | 'log';
}

/** One tensor that a graph is fed with. */
export interface GraphFeed {
  /** In the file. */
  name: string;
  type: 'float' | 'double' | 'int64' | 'int32' | 'bool' | 'string';
  /** Of one row; as many values as there are `inputs`. The rows come before it. */
  shape: number[];
  /** Numbers of the prepared inputs that are its values, row-major. */
  inputs: number[];
  /** Strings: for each of `inputs` the text of every code, and of what is no code. Else null. */
  texts: { known: string[]; other: string }[] | null;
}

/** Which output of a graph is the answer, and how it is read. */
export type GraphAnswer =
  /** [rows, classes], shares or any scores; scores become shares by softmax. For each class of the model, its column. */
  | { read: 'shares' | 'scores'; output: string; columns: number[] }
  /** [rows] or [rows, 1]: the share of one of two classes, by its place among them. */
  | { read: 'share'; output: string; of: 0 | 1 }
  /** [rows] or [rows, 1]: a label alone; for each class of the model its label, numbers as decimal digits. */
  | { read: 'label'; output: string; labels: string[] }
  /** [rows] or [rows, 1]: the number, before `targetTransform`. */
  | { read: 'value'; output: string };

/**
 * A model made elsewhere that ONNX Runtime computes: `weights` is the file as it came, its digest the weight hash.
 * Its answers are within 1e-5 of those of its maker's tool, and not the same bits everywhere.
 */
export interface OnnxNetwork {
  type: 'onnx';
  /** Number of prepared inputs. */
  inputs: number;
  /** All inputs of the graph. */
  feeds: GraphFeed[];
  answer: GraphAnswer;
}

/**
 * `logits` for classes (binary has one, the positive's), the scaled target for regression; an `onnx` graph gives
 * shares. A baseline has no layers: its answer is `constant`.
 */
export type Network =
  | { type: 'constant'; output: number[] }
  | { type: 'layers'; layers: ModelLayer[] }
  | TreeEnsemble
  | OnnxNetwork;

/** A network that Loam's own code computes. */
export type OwnNetwork = Exclude<Network, OnnxNetwork>;

export interface InputSignature {
  name: string;
  type: ColumnType;
  /** Known categories, most frequent first, each of at least 10 training rows or kept by the one-hot step; else null. */
  categories: string[] | null;
  /** Booleans: how false and true are written. */
  labels: [string, string] | null;
  /**
   * Coarse quantiles of train at 0.1, 0.25, 0.5, 0.75, 0.9: numbers to 2 significant digits, dates (ms) to
   * the first of their month.
   */
  quantiles: number[] | null;
}

/**
 * What makes probabilities of a model's own: fitted on answers to rows that it had not learnt from.
 * z are its logits: of two classes the positive's, of several one per class (for shares their logarithms).
 */
export type Calibrator =
  /** p = sigmoid(slope * z + intercept); two classes only. Platt 1999, with his targets. */
  | { type: 'platt'; slope: number; intercept: number }
  /** p = softmax(z / temperature), or sigmoid(z / temperature). Guo et al. 2017. */
  | { type: 'temperature'; temperature: number }
  /**
   * Per class (two classes: the positive only) p -> linear between the points, constant beyond them; `x` rises,
   * `y` never falls. Several classes are divided by their sum, and equal shares where that is 0.
   */
  | { type: 'isotonic'; curves: { x: number[]; y: number[] }[] };

/** Split conformal answers: of exchangeable rows at least `coverage` are covered. Vovk et al. 2005. */
export type Conformal =
  /** answer - low to answer + high. */
  | { type: 'interval'; coverage: number; low: number; high: number }
  /** The classes whose probability is at least `least`; where none is, the most probable one. */
  | { type: 'set'; coverage: number; least: number };

export interface ModelManifest {
  /** The second has a calibrator, or conformal answers. */
  format: 'loam.model/1' | 'loam.model/2';
  kind: TaskKind;
  target: string;
  /** As in the task: binary is [negative, positive]. */
  classes: string[] | null;
  inputs: InputSignature[];
  preprocessing: Link;
  network: Network;
  /** A safetensors object, little-endian, nets are float32; or the ONNX file. Its digest is the weight hash. Null for a baseline. */
  weights: Link | null;
  /** Answers are `network * scale + offset`; 1 and 0 for classes. */
  targetTransform: { offset: number; scale: number };
  /** Binary: the answer is the positive class from this probability on; else null. */
  threshold: number | null;
  calibrator: Calibrator | null;
  conformal: Conformal | null;
}
