/** What a split gains, and the best split of a node over the inputs it may use. */
import { binCount, cellsOf } from './histogram';
import { Node } from './node';
import { Problem } from './problem';
import { bestOfCategories, includeUnseen } from './split-categories';
import { bestOfNumbers } from './split-numbers';

/** Sum of second derivatives that each side needs, as in scikit-learn. */
export const LEAST_HESSIAN: f64 = 1e-3;

/** A gain must be more than rounding can make of nothing: this share of what the two sides have. */
const LEAST_SHARE: f64 = 9.094947017729282e-13;

/** Prepared once per node: the same for all its candidate splits. */
export let nodeGradient: f64 = 0;
export let nodeHessian: f64 = 0;
let own: f64 = 0;

function held(value: f64, node: Node): f64 {
  return min(max(value, node.lower), node.upper);
}

/** How far a leaf of these sums lowers the loss, twice, when it answers `value`. */
function lowering(gradient: f64, hessian: f64, value: f64): f64 {
  return -(2 * gradient + hessian * value) * value;
}

/**
 * Gain of the split whose left side has these packed sums; 0 when it is not allowed or gains nothing.
 * Without bounds it is GL^2 / (HL + l2) + GR^2 / (HR + l2) - G^2 / (H + l2).
 */
export function gainOf(
  problem: Problem,
  node: Node,
  gradient: i64,
  hessian: i64,
  direction: i32,
): f64 {
  const leftHessian = <f64>(hessian >> problem.countBits) * problem.hessianUnit;
  const rightHessian = nodeHessian - leftHessian;
  if (leftHessian < LEAST_HESSIAN || rightHessian < LEAST_HESSIAN) return 0;
  const leftGradient = <f64>gradient * problem.gradientUnit;
  const rightGradient = nodeGradient - leftGradient;
  const leftWhole = leftHessian + problem.l2;
  const rightWhole = rightHessian + problem.l2;
  let both: f64;
  if (problem.bounded) {
    const left = held(-leftGradient / leftWhole, node);
    const right = held(-rightGradient / rightWhole, node);
    if ((direction > 0 && left > right) || (direction < 0 && left < right)) return 0;
    both = lowering(leftGradient, leftWhole, left) + lowering(rightGradient, rightWhole, right);
  } else {
    both =
      (leftGradient * leftGradient * rightWhole + rightGradient * rightGradient * leftWhole) /
      (leftWhole * rightWhole);
  }
  const gain = both - own;
  return gain > both * LEAST_SHARE ? gain : 0;
}

/** Unbounded value of a leaf with these sums. */
export function valueOf(problem: Problem, gradient: i64, hessian: i64): f64 {
  const whole = <f64>(hessian >> problem.countBits) * problem.hessianUnit + problem.l2;
  return (-(<f64>gradient) * problem.gradientUnit) / whole;
}

/** Finds the node's best split from its histogram: the first of equals, in the order of the inputs. */
export function findSplit(problem: Problem, node: Node, histogram: usize, count: u32): void {
  node.input = -1;
  node.gain = 0;
  nodeGradient = <f64>node.gradient * problem.gradientUnit;
  nodeHessian = <f64>(node.hessian >> problem.countBits) * problem.hessianUnit;
  const whole = nodeHessian + problem.l2;
  own = problem.bounded
    ? lowering(nodeGradient, whole, held(-nodeGradient / whole, node))
    : (nodeGradient * nodeGradient) / whole;
  for (let i: u32 = 0; i < count; i++) {
    const input = load<u32>(problem.active + (i << 2));
    const cells = cellsOf(problem, histogram, input);
    if (load<u8>(problem.categorical + input)) bestOfCategories(problem, node, input, cells);
    else bestOfNumbers(problem, node, input, cells);
  }
  if (node.input >= 0) settleMissing(problem, node, histogram);
}

/** Where the node has no missing values, they go to its larger side: later rows may have some. */
function settleMissing(problem: Problem, node: Node, histogram: usize): void {
  const input = node.input;
  const bins = binCount(problem, input);
  const cells = cellsOf(problem, histogram, input);
  const mask = ((<i64>1) << problem.countBits) - 1;
  if (load<i64>(cells + ((<usize>bins) << 4), 8) == 0) {
    const left = node.leftHessian & mask;
    node.missingLeft = left > (node.hessian & mask) - left ? 1 : 0;
  }
  if (node.missingLeft && load<u8>(problem.categorical + input)) includeUnseen(node, cells, bins);
}
