import type { Mixture } from './mixed-rows';

export interface Explanation {
  /** The explained answer: a probability, or the number. */
  answer: number;
  /** Mean over typical rows. */
  typical: number;
  /** One per input of the signature; they add up to `answer - typical`. */
  contributions: number[];
  /** Whether all subsets of inputs were looked at, not a sample. */
  isExact: boolean;
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
