/**
 * A recipe fixes a training run completely; its hash is its identity. What arrives from a form, a cell
 * or a file is a `RecipeSpec` (see spec.ts); the rest of the program knows `Recipe` only.
 */
import type { Link } from '../hash/digest';
import type { Activation, LayerSpec } from '../network/types';
import type { JsonObject } from '../notebook/types';
import type { Refinements } from './refinements';

export type { Activation } from '../network/types';

export type PlainDatePart = 'year' | 'month' | 'day' | 'weekday' | 'hour' | 'elapsed-days';

/** What comes again: two inputs, sine and cosine of the place in its cycle. */
export type DateCycle = 'month-cycle' | 'day-of-year-cycle' | 'weekday-cycle' | 'hour-cycle';

export type DatePart = PlainDatePart | DateCycle;

/** How one column becomes model inputs. Whatever it must learn from data is learnt on train only. */
export type ColumnStep =
  | {
      column: string;
      step: 'numeric';
      /** Signed log1p before scaling, for long tails. */
      transform: 'none' | 'log';
      /** keep: missing values stay missing, for trees, which know what to do with them. */
      impute: 'median' | 'mean' | 'zero' | 'keep';
      /** Add a 0/1 input that says "was missing". */
      indicator: boolean;
      scale: 'standard' | 'minmax' | 'none';
    }
  | {
      column: string;
      step: 'one-hot';
      /** Categories kept at most, by frequency on train; the others share the rest class. */
      limit: number;
      /** Categories seen less often on train join the rest class. */
      minCount: number;
    }
  /** One input per column: the number of its category, for trees and embeddings. Missing stays missing. */
  | { column: string; step: 'codes'; limit: number; minCount: number }
  | { column: string; step: 'ordinal'; order: string[]; scale: 'standard' | 'none' }
  | { column: string; step: 'date-parts'; parts: DatePart[] }
  /**
   * What rows of the category have as their target on average, of two classes the share of the positive one, of
   * several one input per class but the last. Rows of train get it from other rows than themselves.
   */
  | {
      column: string;
      step: 'target-encode';
      /** Rows of the average of all that are added to each category. */
      smoothing: number;
      /** Parts of train, each of which gets its values from the others. */
      folds: number;
      /** Categories seen less often on train count as unseen; 10 at least. */
      minCount: number;
    }
  /** Words, and words in a row, hashed into inputs: their TF-IDF, in texts of length 1. */
  | {
      column: string;
      step: 'hashed-text';
      /** Words in a row, from and to. */
      words: [number, number];
      /** Inputs at most; those that fewer than 10 rows of train have are left out. */
      buckets: number;
      /** Small and capital letters are one. */
      lower: boolean;
    };

/** What regression can be trained on; classes always use cross-entropy. */
export type NetworkLoss = 'squared' | 'absolute' | 'huber';

/** What trees can be trained on for regression; classes always use log loss. */
export type TreeLoss = 'squared' | 'absolute' | 'quantile' | 'poisson';

/** How a forest or boosted trees grow; a leaf is split where that gains most. */
export interface TreeGrowth {
  /** Leaves per tree at most. */
  leaves: number;
  /** Splits from the root to a leaf at most; null for no bound. */
  depth: number | null;
  /** Rows of train that a leaf needs. */
  leastRows: number;
  /** Share of the rows that each tree is grown on, drawn without replacement. */
  rowShare: number;
  /** Share of the inputs that each split (forest) or tree (boosting) may use. */
  columnShare: number;
  /** Bins per input at most, 2 to 255. */
  bins: number;
}

export interface LayersModel {
  kind: 'layers';
  /** Shape of one row, with as many values as there are inputs; null: all inputs, one after another. */
  input: number[] | null;
  layers: LayerSpec[];
  loss: NetworkLoss;
  l1: number;
  l2: number;
  /** Largest norm of the gradient of all weights; longer ones are scaled down. Null never clips. */
  clip: number | null;
}

export type ModelSpec =
  | { kind: 'baseline' }
  | { kind: 'linear'; l2: number }
  | { kind: 'mlp'; hidden: number[]; activation: Activation; l2: number; dropout: number }
  | LayersModel
  /** Gradient boosting: `trainer.epochs` trees (per class) at most, each times `trainer.learningRate`. */
  | ({
      kind: 'trees';
      loss: TreeLoss;
      /** What `quantile` aims at, above 0 and below 1; other losses ignore it. */
      quantile: number;
      /** Added to the sum of second derivatives in a leaf. */
      l2: number;
      /** Columns whose rise must never lower (+1) or never raise (-1) the answer. */
      monotone: { column: string; direction: 1 | -1 }[];
    } & TreeGrowth)
  /** `trainer.epochs` trees, each on its own sample of rows; answers are averaged. */
  | ({ kind: 'forest' } & TreeGrowth);

export type Optimiser = 'sgd' | 'momentum' | 'rmsprop' | 'adam' | 'adamw';

/** Trees and forests use `learningRate` (boosting), `epochs`, `patience` and `classWeights` only. */
export interface TrainerSettings {
  /** adamw takes the model's l2 as decay of the weights themselves. */
  optimiser: Optimiser;
  learningRate: number;
  batch: number;
  epochs: number;
  /** Epochs without improvement on validation before training stops; null never stops early. */
  patience: number | null;
  classWeights: 'none' | 'balanced';
}

/**
 * exact: the same bits everywhere. fast: the same code with fused multiply-add. The others are backends of
 * TensorFlow.js. auto: exact, or WebGPU where that is measurably quicker.
 */
export type EngineName = 'exact' | 'fast' | 'webgpu' | 'webgl' | 'wasm' | 'cpu';
export type EnginePolicy = 'auto' | EngineName;

/**
 * What a run was trained by: an engine, code of a notebook in its cage, nothing (a baseline is counted), or
 * whatever trained the file that was imported.
 */
export type RunEngine = EngineName | 'cage' | 'none' | 'imported';

interface RecipeFields {
  semantics: 1;
  task: Link;
  preprocessing: ColumnStep[];
  /** Regression: the target is standardised on train before training, and answers are scaled back. */
  targetScale: 'standard' | 'none';
  model: ModelSpec;
  trainer: TrainerSettings;
  seed: number;
}

/** Trained by an engine of Loam's, with nothing that `Refinements` can say. */
export interface PlainRecipe extends RecipeFields {
  format: 'loam.recipe/1';
  engine: EnginePolicy;
}

/** Trained by an engine of Loam's, with derived columns, folds, calibration or conformal answers. */
export interface RefinedRecipe extends RecipeFields, Refinements {
  format: 'loam.recipe/4';
  engine: EnginePolicy;
}

/** Trained by an engine of Loam's. */
export type EngineRecipe = PlainRecipe | RefinedRecipe;

/** The weights of its network come from a function of a notebook, which is given the prepared rows. */
export interface CodeRecipe extends RecipeFields {
  format: 'loam.recipe/2';
  model: LayersModel;
  /** Code runs in the cage only. */
  engine: 'cage';
  code: RecipeCode;
}

/** What can be trained here. */
export type TrainableRecipe = EngineRecipe | CodeRecipe;

/** A model that was made elsewhere: how it was trained is not known, so it fixes what it was taken from. */
export interface ImportedRecipe {
  format: 'loam.recipe/3';
  semantics: 1;
  task: Link;
  model: ImportedModel;
  engine: 'imported';
}

export type ForeignFormat = 'tfjs' | 'onnx';

export interface ImportedModel {
  kind: 'imported';
  format: ForeignFormat;
  /** Of the file that says what the model is. */
  name: string;
  /** What the file says of the tool that wrote it; '' where it says nothing. */
  producer: string;
  /** As they came, in code unit order of their names. */
  files: { name: string; object: Link }[];
  /** The inputs of the file in its order, and the column of the data that feeds each. */
  inputs: { input: string; column: string }[];
  /** What each answer of the file stands for, in its order: classes of the task; null for a number. */
  answers: string[] | null;
}

export type Recipe = TrainableRecipe | ImportedRecipe;

/** See CODE.md. */
export interface RecipeCode {
  /** The cells that the function needs, as percent text, each after those that it reads from. */
  object: Link;
  /** The function, by the name that one of the cells declares. */
  entry: string;
  /** Handed to the function as they are. */
  settings: JsonObject;
  /** Modules that the cells import, by name in code unit order, each pinned by its content. */
  modules: { name: string; object: Link }[];
}
