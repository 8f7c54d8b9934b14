/**
 * The best split of a node of several classes: the one that lowers the weighted Gini impurity most, which is
 * the squared loss on one 0/1 target per class.
 */
import { binCount, cellsOf } from './cells';
import { LEAST_HESSIAN, LEAST_SHARE } from './gain';
import { Node } from './node';
import { Problem } from './problem';
import { settleMissing } from './settle-missing';
import { chooseSet, LEAST_ROWS, SMOOTHING, sortedAt, sortIn } from './split-categories';

let own: f64 = 0;
/** The class that has the largest share of the node. */
let largest: u32 = 0;

/** Finds the node's best split from its histogram: the first of equals, in the order of the inputs. */
export function findClassSplit(problem: Problem, node: Node, histogram: usize, count: u32): void {
  node.input = -1;
  node.gain = 0;
  for (let i: u32 = 0; i < count; i++) {
    const input = load<u32>(problem.active + (i << 2));
    const cells = cellsOf(problem, histogram, input);
    // Any input's cells add up to the node.
    if (i == 0) sumNode(problem, cells, binCount(problem, input));
    if (load<u8>(problem.categorical + input)) cutCategories(problem, node, input, cells);
    else cutNumbers(problem, node, input, cells);
  }
  if (node.input >= 0) settleMissing(problem, node, histogram);
}

function weightOf(problem: Problem, packed: i64): f64 {
  return <f64>(packed >> problem.countBits) * problem.hessianUnit;
}

function sumNode(problem: Problem, cells: usize, bins: u32): void {
  const classes = problem.classes;
  const sums = problem.classSums;
  memory.fill(sums, 0, classes << 3);
  for (let bin: u32 = 0; bin <= bins; bin++) addBin(problem, cells, bin, sums);
  let squares: f64 = 0;
  let whole: f64 = 0;
  largest = 0;
  for (let c: u32 = 0; c < classes; c++) {
    const packed = load<i64>(sums + (c << 3));
    const weight = weightOf(problem, packed);
    squares += weight * weight;
    whole += weight;
    if (packed >> problem.countBits > load<i64>(sums + (largest << 3)) >> problem.countBits) {
      largest = c;
    }
  }
  own = squares / whole;
}

/** Adds a bin's sums to those at `sums`; returns them added up. */
function addBin(problem: Problem, cells: usize, bin: u32, sums: usize): i64 {
  const cell = cells + <usize>bin * problem.cellBytes;
  let all: i64 = 0;
  for (let c: u32 = 0; c < problem.classes; c++) {
    const packed = load<i64>(cell + (c << 3));
    store<i64>(sums + (c << 3), load<i64>(sums + (c << 3)) + packed);
    all += packed;
  }
  return all;
}

function leftSums(problem: Problem): usize {
  return problem.classSums + (problem.classes << 3);
}

/** As `gainOf` in split.ts, of the left side at hand. */
function gainOfClasses(problem: Problem): f64 {
  const left = leftSums(problem);
  let leftSquares: f64 = 0;
  let rightSquares: f64 = 0;
  let leftWhole: f64 = 0;
  let rightWhole: f64 = 0;
  for (let c: u32 = 0; c < problem.classes; c++) {
    const weight = weightOf(problem, load<i64>(left + (c << 3)));
    const rest = weightOf(problem, load<i64>(problem.classSums + (c << 3))) - weight;
    leftSquares += weight * weight;
    rightSquares += rest * rest;
    leftWhole += weight;
    rightWhole += rest;
  }
  if (leftWhole < LEAST_HESSIAN || rightWhole < LEAST_HESSIAN) return 0;
  const both = leftSquares / leftWhole + rightSquares / rightWhole;
  const gain = both - own;
  return gain > both * LEAST_SHARE ? gain : 0;
}

function cutNumbers(problem: Problem, node: Node, input: u32, cells: usize): void {
  const bins = binCount(problem, input);
  const left = leftSums(problem);
  memory.fill(left, 0, problem.classes << 3);
  const missing = addBin(problem, cells, bins, left);
  memory.fill(left, 0, problem.classes << 3);
  scan(problem, node, input, cells, missing != 0 ? bins : bins - 1, 0);
  if (missing == 0) return;
  memory.fill(left, 0, problem.classes << 3);
  addBin(problem, cells, bins, left);
  scan(problem, node, input, cells, bins - 1, missing);
}

/** @param missing packed sum of missing values, when they are on the left */
function scan(
  problem: Problem,
  node: Node,
  input: u32,
  cells: usize,
  bounds: u32,
  missing: i64,
): void {
  const mask = ((<i64>1) << problem.countBits) - 1;
  const rows = node.hessian & mask;
  const least = <i64>problem.leastRows;
  let hessian = missing;
  for (let bin: u32 = 0; bin < bounds; bin++) {
    const packed = addBin(problem, cells, bin, leftSums(problem));
    if (packed == 0) continue;
    hessian += packed;
    const left = hessian & mask;
    if (left < least) continue;
    if (rows - left < least) break;
    const gain = gainOfClasses(problem);
    if (gain > node.gain) {
      node.gain = gain;
      node.input = input;
      node.bin = bin;
      node.missingLeft = missing != 0 ? 1 : 0;
      node.leftHessian = hessian;
    }
  }
}

/** Categories in the order of the share of the node's largest class. */
function cutCategories(problem: Problem, node: Node, input: u32, cells: usize): void {
  const bins = binCount(problem, input);
  const mask = ((<i64>1) << problem.countBits) - 1;
  const rows = node.hessian & mask;
  const least = <i64>problem.leastRows;
  const left = leftSums(problem);
  let count: u32 = 0;
  for (let bin: u32 = 0; bin <= bins; bin++) {
    memory.fill(left, 0, problem.classes << 3);
    const packed = addBin(problem, cells, bin, left);
    if ((packed & mask) < LEAST_ROWS) continue;
    const weight = weightOf(problem, load<i64>(left + (largest << 3)));
    sortIn(problem, count++, bin, weight / (weightOf(problem, packed) + SMOOTHING));
  }
  const middle = (count + 1) >> 1;
  for (let side: u32 = 0; side < 2; side++) {
    memory.fill(left, 0, problem.classes << 3);
    let hessian: i64 = 0;
    for (let i: u32 = 0; i < middle; i++) {
      hessian += addBin(problem, cells, sortedAt(problem, side, i, count), left);
      const here = hessian & mask;
      if (here < least) continue;
      if (rows - here < least) break;
      const gain = gainOfClasses(problem);
      if (gain > node.gain) {
        node.gain = gain;
        node.input = input;
        node.bin = 0;
        node.leftHessian = hessian;
        chooseSet(problem, node, bins, side, i + 1, count);
      }
    }
  }
}
