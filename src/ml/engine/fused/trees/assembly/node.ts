/** A node of the tree that is growing: what it decides, and what its growth needs. */

@unmanaged
export class Node {
  /** What it splits on best (before it is split) or on; -1 when nothing gains. */
  input: i32;
  /** Bins up to this one go left; of categories, those in `set`. */
  bin: u32;
  missingLeft: u32;
  /** First of two children in a row; 0 for a leaf. */
  left: u32;
  /** Bit c: category c goes left. */
  set0: u64;
  set1: u64;
  set2: u64;
  set3: u64;
  /** What a row that ends here adds, learning rate included; rounded to float32. */
  value: f64;

  /** Rows order[start] to order[end - 1]. */
  start: u32;
  end: u32;
  depth: u32;
  /** Its histogram; -1 when it has none. */
  slot: i32;
  /** Packed sums as in gradients.ts. */
  gradient: i64;
  hessian: i64;
  /** What the best split gains, and its left child's sums. */
  gain: f64;
  leftGradient: i64;
  leftHessian: i64;
  /** Where monotone inputs above hold its answer. */
  lower: f64;
  upper: f64;
}

export const NODE_SIZE: usize = offsetof<Node>();

export function nodeAt(nodes: usize, i: u32): Node {
  return changetype<Node>(nodes + i * NODE_SIZE);
}
