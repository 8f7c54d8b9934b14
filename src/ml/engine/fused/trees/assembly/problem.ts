/**
 * What the host lays out in memory before training: sizes, settings and where each array lies. Field by
 * field it is the list in ../problem-fields.ts.
 */

export const LOGISTIC: u32 = 0;
export const SOFTMAX: u32 = 1;
export const SQUARED: u32 = 2;
export const ABSOLUTE: u32 = 3;
export const QUANTILE: u32 = 4;
export const POISSON: u32 = 5;

@unmanaged
export class Problem {
  rows: u32;
  inputs: u32;
  outputs: u32;
  loss: u32;
  leaves: u32;
  depth: u32;
  leastRows: u32;
  /** Whether any input is monotone. */
  bounded: u32;
  /** 1: every split may use `choice.count` inputs of its own. */
  perSplit: u32;
  /** Cells of a histogram: bins of all inputs, one for missing values included. */
  cells: u32;
  /** Histograms that the pool holds; two more follow for what found no place. */
  slots: u32;
  /** Rows that the next tree grows on. */
  sampled: u32;
  /** Inputs that the next tree may use (perSplit: that each split may use). */
  chosen: u32;
  /** Bits of a packed count: rows < 2^countBits. */
  countBits: u32;
  /** Of a forest of several classes; else 0. */
  classes: u32;
  /** Of a cell: a pair; with classes 8 for each of them. */
  cellBytes: u32;

  /** u8: blocks of four inputs, [block][row][input in block]. */
  bins: usize;
  /** f32 [rows] */
  targets: usize;
  /** f32 [rows], 0 when all are equal. */
  weights: usize;
  /** f64 [outputs][rows]: what the trees so far answer. */
  scores: usize;
  /** Pairs [outputs][rows], see gradients.ts. */
  pairs: usize;
  /** u32 [rows]: rows of the sample, then grouped by leaf. */
  order: usize;
  /** u32 [rows] */
  spare: usize;
  /** Pairs [rows], gathered in the order of a node's rows. */
  gathered: usize;
  /** u32 [inputs]: bins without the one for missing values, which comes after them. */
  binCounts: usize;
  /** u32 [inputs]: first cell of each input. */
  offsets: usize;
  /** u8 [inputs]: 1 where the bins are categories. */
  categorical: usize;
  /** i8 [inputs]: 1 rising, -1 falling, 0 free. */
  monotone: usize;
  /** u32 [chosen]: the inputs of the next tree, ascending; perSplit: random words [node][chosen]. */
  choice: usize;
  /** u32 [inputs]: the inputs that the node at hand may use. */
  active: usize;
  /** Cells [slots + 2][cells]. */
  histograms: usize;
  /** i32 [slots] */
  freeSlots: usize;
  /** u32 [leaves]: see leaf-queue.ts. */
  queue: usize;
  /** Node [2 leaves - 1] */
  nodes: usize;
  /** u8 [256]: which bins go left; then 3 KiB of scratch to sort categories in. */
  table: usize;
  /** i64 [2][classes]: packed sums of a node and of the left side of a split. */
  classSums: usize;
  /** f32 [2 leaves - 1][classes]: shares of the classes in each leaf. */
  shares: usize;
  /** core/math's EXP_TABLE. */
  expTable: usize;

  l2: f64;
  learningRate: f64;
  quantile: f64;
  /** One unit of a packed gradient and of a packed second derivative. */
  gradientUnit: f64;
  hessianUnit: f64;
}
