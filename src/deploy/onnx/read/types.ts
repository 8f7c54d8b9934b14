/** What a model made elsewhere is once it is said in Loam's own words, and what its file says of itself. */
import type { ColumnType } from '../../../core/dataset/types';
import type { FittedPreprocessing, Network } from '../../../core/model/types';
import type { TaskKind } from '../../../core/task/types';

/** One value of a row that the model is asked with. */
export interface ForeignInput {
  /** Unique in the model, and the `column` that steps of the preprocessing name. */
  name: string;
  type: Extract<ColumnType, 'number' | 'integer' | 'category'>;
  /**
   * The texts that the model knows of a category, in its order; null for numbers, and where it does not say.
   * Whole numbers that are categories are their decimal digits.
   */
  categories: string[] | null;
}

/** Where all inputs are cells of one tensor: the shape of one row of it, its cells named row-major. */
export interface ForeignTensor {
  /** Name in the file. */
  name: string;
  /** Without the rows, such as [4] or [3, 32, 32]. */
  shape: number[];
  /** What the axes are: 'flat' for one axis. [channels, height, width] or [height, width, channels] else. */
  order: 'flat' | 'channels-first' | 'channels-last';
}

/** A network in words of Loam. */
export type ForeignNetwork = Extract<Network, { type: 'layers' } | { type: 'trees' }>;

/**
 * All that a `ModelManifest` needs but for names that people choose. Its answers are those of the file:
 * classes are in the file's order, binary is [negative, positive].
 */
export interface ForeignModel {
  /** Who wrote the file and with which version, such as `skl2onnx 1.19.1`; '' where it does not say. */
  producer: string;
  /** Kinds of operators in the file, each once, in order of their first use. */
  operators: string[];
  /** In the order of the file. */
  inputs: ForeignInput[];
  /** Null where the file has an input per column. */
  tensor: ForeignTensor | null;
  /**
   * Columns are names of `inputs`. Its steps may stand in another order than they: the network of images made
   * with channels first takes them with channels last.
   */
  preprocessing: FittedPreprocessing;
  kind: TaskKind;
  /** Texts of the classes; null for regression. Numbers 0 to n - 1 where the file has no labels. */
  classes: string[] | null;
  network: ForeignNetwork;
  /** Safetensors. */
  weights: Uint8Array;
  /** 1 and 0 for classes. */
  targetTransform: { offset: number; scale: number };
  /** Binary: 0.5; else null. */
  threshold: number | null;
  /**
   * The file answers with one score per class, or with a class alone, and Loam makes shares of them by softmax: the
   * class is the file's, the shares are not.
   */
  softmaxAdded: boolean;
}

/** An input or output of a graph as its file declares it. */
export interface OnnxPort {
  name: string;
  /** As in TensorProto.DataType, in lower case: float, double, int64, string...; or `sequence`, `map`, `optional`. */
  type: string;
  /** A number, the name of an open size, or '' for one without a name; null where no shape is declared. */
  shape: (number | string)[] | null;
}

/** What an ONNX file says of itself, without translating it. */
export interface OnnxDescription {
  producer: string;
  irVersion: number;
  /** By domain; '' is ONNX's own set of operators. */
  opsets: { domain: string; version: number }[];
  /** Without initialisers. */
  inputs: OnnxPort[];
  outputs: OnnxPort[];
  operators: string[];
  /** Its `metadata_props`. */
  metadata: Record<string, string>;
}
