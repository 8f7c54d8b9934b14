/** The best cut of a number: a bound, and the side of missing values. */
import { binCount } from './cells';
import { Node } from './node';
import { Problem } from './problem';
import { gainOf } from './gain';

/** Cells in ascending order, twice where values are missing: with them on the right, then on the left. */
export function bestOfNumbers(problem: Problem, node: Node, input: u32, cells: usize): void {
  const bins = binCount(problem, input);
  const missing = cells + ((<usize>bins) << 4);
  const mask = ((<i64>1) << problem.countBits) - 1;
  const anyMissing = (load<i64>(missing, 8) & mask) != 0;
  // Without missing values the last bound would leave nothing on the right.
  scan(problem, node, input, cells, anyMissing ? bins : bins - 1, 0, 0, 0);
  if (anyMissing) {
    scan(problem, node, input, cells, bins - 1, load<i64>(missing), load<i64>(missing, 8), 1);
  }
}

function scan(
  problem: Problem,
  node: Node,
  input: u32,
  cells: usize,
  bounds: u32,
  gradient: i64,
  hessian: i64,
  missingLeft: u32,
): void {
  const mask = ((<i64>1) << problem.countBits) - 1;
  const rows = node.hessian & mask;
  const least = <i64>problem.leastRows;
  const direction = <i32>load<i8>(problem.monotone + input);
  for (let bin: u32 = 0; bin < bounds; bin++) {
    const cell = cells + ((<usize>bin) << 4);
    const packed = load<i64>(cell, 8);
    if (packed == 0) continue;
    gradient += load<i64>(cell);
    hessian += packed;
    const left = hessian & mask;
    if (left < least) continue;
    if (rows - left < least) break;
    const gain = gainOf(problem, node, gradient, hessian, direction);
    if (gain > node.gain) {
      node.gain = gain;
      node.input = input;
      node.bin = bin;
      node.missingLeft = missingLeft;
      node.leftGradient = gradient;
      node.leftHessian = hessian;
    }
  }
}
