import type { Cell } from '../../core/dataset/types';
import type { Mixture } from './mixed-rows';
import type { Player } from './players';

/** What an explanation's numbers are. */
export type Units =
  /** Of the explained class, as the model answers it. */
  | 'probability'
  /** Log-odds of the explained class, before any calibration. */
  | 'log-odds'
  /** What softmax makes a probability of: only differences between classes mean something; before any calibration. */
  | 'score'
  /** Share of the explained class, over the trees of a forest, before any calibration. */
  | 'share'
  /** Those of the target. */
  | 'target'
  /** Natural logarithm of the target. */
  | 'log-target';

export type Method =
  /** Exactly, from a linear model's coefficients. */
  | 'linear'
  /** Exactly, from the trees. */
  | 'trees'
  /** Exactly, from all subsets of the inputs. */
  | 'subsets'
  /** From drawn orders. */
  | 'orders';

/** What a contribution belongs to. */
export interface ExplainedColumn extends Player {
  /** Of the explained row; null is missing. */
  value: Cell;
}

export interface Explanation {
  /**
   * The inputs of the signature; where the explanation is exact, made columns that read several of them stand for those
   * that are read by no other step.
   */
  columns: ExplainedColumn[];
  /** The explained answer, in `units`. */
  answer: number;
  /** Mean over typical rows. */
  typical: number;
  /** One per column; they add up to `answer - typical`. */
  contributions: number[];
  /** Standard error of each contribution, over the drawn orders and the typical rows; null where they are exact. */
  errors: number[] | null;
  /** Whether all subsets of inputs were looked at, not a sample. */
  isExact: boolean;
  method: Method;
  units: Units;
}

export interface ExplainOptions {
  /** The class whose probability is explained; 0 for a number. */
  output: number;
  /** Rows predicted between two pauses, asked for anew each time; what is answered does not depend on it. Default 256. */
  rowsAtOnce?: number | (() => number);
  signal?: AbortSignal;
  /** Awaited between predictions, so that a page can breathe; default none. */
  pause?(): Promise<void>;
}

/** Answers of mixed rows, in their order. */
export type Ask = (rows: readonly Mixture[]) => Promise<Float64Array>;

/** What a method finds of one game. */
export type Found = Pick<Explanation, 'answer' | 'typical' | 'contributions' | 'errors'>;
