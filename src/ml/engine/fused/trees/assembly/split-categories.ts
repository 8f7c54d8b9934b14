/**
 * The best subset of categories, as LightGBM and scikit-learn seek it: categories in the order of gradient /
 * second derivative, cut from either end. Missing values are one more category; a category of few rows
 * stays on the right, and one that no row of the node has goes where missing values go.
 */
import { binCount, packedAt } from './cells';
import { Node } from './node';
import { Problem } from './problem';
import { gainOf } from './gain';

/** Rows of the node that a category needs to be sorted. */
export const LEAST_ROWS: i64 = 10;
/** Added to the second derivative when sorting, so that small categories do not lead. */
export const SMOOTHING: f64 = 10;

/** Scratch after the 256 bytes of `problem.table`: sorted keys f64 [256], then their bins u32 [256]. */
const KEYS: usize = 256;
const SORTED: usize = 256 + 2048;

/** Puts a category among those sorted so far, `count` of them, by its key. */
export function sortIn(problem: Problem, count: u32, bin: u32, key: f64): void {
  const keys = problem.table + KEYS;
  const sorted = problem.table + SORTED;
  let at = count;
  for (; at > 0 && load<f64>(keys + ((at - 1) << 3)) > key; at--) {
    store<f64>(keys + (at << 3), load<f64>(keys + ((at - 1) << 3)));
    store<u32>(sorted + (at << 2), load<u32>(sorted + ((at - 1) << 2)));
  }
  store<f64>(keys + (at << 3), key);
  store<u32>(sorted + (at << 2), bin);
}

/** The i-th category from one end of `count` sorted ones. */
export function sortedAt(problem: Problem, side: u32, i: u32, count: u32): u32 {
  return load<u32>(problem.table + SORTED + ((side ? count - 1 - i : i) << 2));
}

/** Sorts the categories that may be cut; returns how many. */
function sortCategories(problem: Problem, cells: usize, bins: u32): u32 {
  const mask = ((<i64>1) << problem.countBits) - 1;
  let count: u32 = 0;
  for (let bin: u32 = 0; bin <= bins; bin++) {
    const packed = load<i64>(cells + ((<usize>bin) << 4), 8);
    if ((packed & mask) < LEAST_ROWS) continue;
    const gradient = <f64>load<i64>(cells + ((<usize>bin) << 4)) * problem.gradientUnit;
    const hessian = <f64>(packed >> problem.countBits) * problem.hessianUnit;
    sortIn(problem, count++, bin, gradient / (hessian + SMOOTHING));
  }
  return count;
}

export function bestOfCategories(problem: Problem, node: Node, input: u32, cells: usize): void {
  const bins = binCount(problem, input);
  const mask = ((<i64>1) << problem.countBits) - 1;
  const rows = node.hessian & mask;
  const least = <i64>problem.leastRows;
  const count = sortCategories(problem, cells, bins);
  const middle = (count + 1) >> 1;
  for (let side: u32 = 0; side < 2; side++) {
    let gradient: i64 = 0;
    let hessian: i64 = 0;
    for (let i: u32 = 0; i < middle; i++) {
      const bin = sortedAt(problem, side, i, count);
      const cell = cells + ((<usize>bin) << 4);
      gradient += load<i64>(cell);
      hessian += load<i64>(cell, 8);
      const left = hessian & mask;
      if (left < least) continue;
      if (rows - left < least) break;
      const gain = gainOf(problem, node, gradient, hessian, 0);
      if (gain > node.gain) {
        node.gain = gain;
        node.input = input;
        node.bin = 0;
        node.leftGradient = gradient;
        node.leftHessian = hessian;
        chooseSet(problem, node, bins, side, i + 1, count);
      }
    }
  }
}

/** The first `taken` of one end go left. */
export function chooseSet(
  problem: Problem,
  node: Node,
  bins: u32,
  side: u32,
  taken: u32,
  count: u32,
): void {
  node.set0 = 0;
  node.set1 = 0;
  node.set2 = 0;
  node.set3 = 0;
  node.missingLeft = 0;
  for (let i: u32 = 0; i < taken; i++) {
    const bin = sortedAt(problem, side, i, count);
    if (bin == bins) node.missingLeft = 1;
    else include(node, bin);
  }
}

/** What no row of the node has goes left. */
export function includeUnseen(problem: Problem, node: Node, cells: usize, bins: u32): void {
  for (let bin: u32 = 0; bin < bins; bin++) {
    if (packedAt(problem, cells, bin) == 0) include(node, bin);
  }
}

function include(node: Node, bin: u32): void {
  const word = changetype<usize>(node) + offsetof<Node>('set0') + ((bin >> 6) << 3);
  store<u64>(word, load<u64>(word) | ((<u64>1) << (bin & 63)));
}

export function includes(node: Node, bin: u32): u32 {
  const word = changetype<usize>(node) + offsetof<Node>('set0') + ((bin >> 6) << 3);
  return <u32>((load<u64>(word) >> (bin & 63)) & 1);
}
