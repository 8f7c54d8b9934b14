/** What the leaves of a grown tree answer, and the scores after it. */
import { valueOf } from './gain';
import { Node, nodeAt } from './node';
import { ABSOLUTE, Problem, QUANTILE } from './problem';
import { renewedValue } from './renew';
import { addTree } from './walk';

function held(value: f64, node: Node): f64 {
  return min(max(value, node.lower), node.upper);
}

/** Sets the value of every leaf of the tree, learning rate included and rounded to float32. */
export function setLeaves(problem: Problem, count: u32): void {
  const renews = problem.loss == ABSOLUTE || problem.loss == QUANTILE;
  if (renews && problem.bounded) renewBounds(problem, count);
  for (let i: u32 = 0; i < count; i++) {
    const node = nodeAt(problem.nodes, i);
    if (node.left) continue;
    const value = renews
      ? renewedValue(problem, node)
      : valueOf(problem, node.gradient, node.hessian);
    node.value = <f64>(<f32>(problem.learningRate * held(value, node)));
  }
}

/** Bounds grown with were of steps of the loss; the renewed answers are residuals and need their own. */
function renewBounds(problem: Problem, count: u32): void {
  const root = nodeAt(problem.nodes, 0);
  root.lower = -Infinity;
  root.upper = Infinity;
  for (let i: u32 = 0; i < count; i++) {
    const node = nodeAt(problem.nodes, i);
    if (!node.left) continue;
    const left = nodeAt(problem.nodes, node.left);
    const right = nodeAt(problem.nodes, node.left + 1);
    left.lower = right.lower = node.lower;
    left.upper = right.upper = node.upper;
    const direction = <i32>load<i8>(problem.monotone + node.input);
    if (direction == 0) continue;
    const middle =
      (held(renewedValue(problem, left), node) + held(renewedValue(problem, right), node)) / 2;
    if (direction > 0) {
      left.upper = right.lower = middle;
    } else {
      left.lower = right.upper = middle;
    }
  }
}

/** Adds the tree's values to the scores of all rows of train. */
export function addToScores(problem: Problem, count: u32, scores: usize): void {
  if (problem.sampled < problem.rows) {
    addTree(problem, problem.bins, problem.rows, scores);
    return;
  }
  for (let i: u32 = 0; i < count; i++) {
    const node = nodeAt(problem.nodes, i);
    if (node.left) continue;
    const value = node.value;
    const end = problem.order + ((<usize>node.end) << 2);
    for (let at = problem.order + ((<usize>node.start) << 2); at < end; at += 4) {
      const score = scores + ((<usize>load<u32>(at)) << 3);
      store<f64>(score, load<f64>(score) + value);
    }
  }
}

/** Writes the share that each class has of the weight in every leaf, rounded to float32. */
export function setShares(problem: Problem, count: u32, pairs: usize): void {
  const classes = problem.classes;
  const sums = problem.classSums;
  for (let i: u32 = 0; i < count; i++) {
    const node = nodeAt(problem.nodes, i);
    if (node.left) continue;
    memory.fill(sums, 0, classes << 3);
    for (let j = node.start; j < node.end; j++) {
      const row = <usize>load<u32>(problem.order + ((<usize>j) << 2));
      const at = sums + ((<usize>load<f32>(problem.targets + (row << 2))) << 3);
      store<i64>(at, load<i64>(at) + (load<i64>(pairs + (row << 4), 8) >> problem.countBits));
    }
    const whole = <f64>(node.hessian >> problem.countBits);
    for (let c: u32 = 0; c < classes; c++) {
      const share = <f32>(<f64>load<i64>(sums + (c << 3)) / whole);
      store<f32>(problem.shares + (<usize>i * classes + c) * 4, share);
    }
  }
}

/** Makes the shares of one class what the leaves answer. */
export function takeShares(problem: Problem, count: u32, output: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const share = load<f32>(problem.shares + (<usize>i * problem.classes + output) * 4);
    nodeAt(problem.nodes, i).value = <f64>share;
  }
}
