/** What a split gains, and what a leaf of given sums answers. */
import { Node } from './node';
import { Problem } from './problem';

/** Sum of second derivatives that each side needs, as in scikit-learn. */
export const LEAST_HESSIAN: f64 = 1e-3;

/** A gain must be more than rounding can make of nothing: this share of what the two sides have. */
export const LEAST_SHARE: f64 = 9.094947017729282e-13;

let nodeGradient: f64 = 0;
let nodeHessian: f64 = 0;
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

/** What all candidate splits of a node share; to be called before `gainOf`. */
export function weighNode(problem: Problem, node: Node): void {
  nodeGradient = <f64>node.gradient * problem.gradientUnit;
  nodeHessian = <f64>(node.hessian >> problem.countBits) * problem.hessianUnit;
  const whole = nodeHessian + problem.l2;
  own = problem.bounded
    ? lowering(nodeGradient, whole, held(-nodeGradient / whole, node))
    : (nodeGradient * nodeGradient) / whole;
}
