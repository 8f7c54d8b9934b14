/**
 * A recipe fixes a training run completely; its hash is its identity. What arrives from a form, a cell
 * or a file is a `RecipeSpec` (see spec.ts); the rest of the program knows `Recipe` only.
 */
import type { Link } from '../hash/digest';

export type DatePart = 'year' | 'month' | 'day' | 'weekday' | 'hour' | 'elapsed-days';

/** How one column becomes model inputs. Whatever it must learn from data is learnt on train only. */
export type ColumnStep =
  | {
      column: string;
      step: 'numeric';
      /** Signed log1p before scaling, for long tails. */
      transform: 'none' | 'log';
      impute: 'median' | 'mean' | 'zero';
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
  | { column: string; step: 'ordinal'; order: string[]; scale: 'standard' | 'none' }
  | { column: string; step: 'date-parts'; parts: DatePart[] };

export type Activation = 'relu' | 'tanh';

export type ModelSpec =
  | { kind: 'baseline' }
  | { kind: 'linear'; l2: number }
  | { kind: 'mlp'; hidden: number[]; activation: Activation; l2: number; dropout: number };

export type Optimiser = 'sgd' | 'momentum' | 'rmsprop' | 'adam';

export interface TrainerSettings {
  optimiser: Optimiser;
  learningRate: number;
  batch: number;
  epochs: number;
  /** Epochs without improvement on validation before training stops; null never stops early. */
  patience: number | null;
  classWeights: 'none' | 'balanced';
}

export type EnginePolicy = 'auto' | 'cpu' | 'wasm' | 'webgpu';

export interface Recipe {
  format: 'loam.recipe/1';
  semantics: 1;
  task: Link;
  preprocessing: ColumnStep[];
  /** Regression: the target is standardised on train before training, and answers are scaled back. */
  targetScale: 'standard' | 'none';
  model: ModelSpec;
  trainer: TrainerSettings;
  seed: number;
  engine: EnginePolicy;
}
