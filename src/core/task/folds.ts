/**
 * How the rows of train and validation are dealt to folds. A fold is a pair of disjoint sets of rows: those that
 * are learnt from, and those that are judged. Test is in neither.
 */
export type FoldPlan =
  /**
   * Every row is judged once per repeat. Units of equal keys (group, else id, else content) stay whole;
   * stratified keeps the classes' shares, in a regression those of bins of the target.
   */
  | { by: 'hash' | 'stratified'; count: number; repeats: number; seed: number }
  /**
   * Rolling origin: the last `count` windows of `horizon` milliseconds each, in order of time; fold i learns from
   * the rows before its window and is judged on those in it.
   */
  | { by: 'time'; count: number; horizon: number };

export interface Fold {
  /** From 0, in the order of the plan. */
  number: number;
  /** From 0; always 0 by time. */
  repeat: number;
  /** Row numbers of the dataset version, ascending. */
  learn: Uint32Array;
  judge: Uint32Array;
}

/** How many folds a plan asks for, over all repeats. */
export function foldCount(plan: FoldPlan): number {
  return plan.by === 'time' ? plan.count : plan.count * plan.repeats;
}
