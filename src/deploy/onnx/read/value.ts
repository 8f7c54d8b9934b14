/** What a name in a graph stands for. */
import type { Constant } from './read-tensor';
import type { Signal } from './signal';

/** Shares of classes, as an operator gives them. */
export interface Scores {
  is: 'scores';
  /** As Loam has them: one per row of two classes (the positive's), else one per class. */
  logits: Signal;
  /** `independent`: sigmoid of each logit, which add up to anything until they are normalised. */
  form: 'shares' | 'independent';
  /** Columns: of two classes there may be one only. */
  columns: number;
  /** Texts; null where the operator does not know them. */
  classes: readonly string[] | null;
}

/** The class of each row. */
export interface Labels {
  is: 'labels';
  logits: Signal;
  /** Texts by number of the class; null for numbers 0 to n - 1. */
  classes: readonly string[] | null;
}

export type Value = Constant | Signal | Scores | Labels;
