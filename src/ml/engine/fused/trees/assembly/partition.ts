/** Deals the rows of a node to its two children, each keeping their order. */
import { binCount } from './cells';
import { Node } from './node';
import { Problem } from './problem';
import { includes } from './split-categories';

/** Writes to `problem.table` for every bin of the node's input 1 where it goes left, else 0. */
export function fillTable(problem: Problem, node: Node): void {
  const table = problem.table;
  const bins = binCount(problem, node.input);
  const categorical = load<u8>(problem.categorical + node.input);
  for (let bin: u32 = 0; bin < bins; bin++) {
    store<u8>(table + bin, categorical ? includes(node, bin) : bin <= node.bin ? 1 : 0);
  }
  store<u8>(table + bins, node.missingLeft);
}

export function binsOf(problem: Problem, input: u32): usize {
  return problem.bins + <usize>(input >> 2) * ((<usize>problem.rows) << 2) + (input & 3);
}

/** Groups order[start .. end) by side, left first; returns where the right side begins. */
export function partition(problem: Problem, node: Node): u32 {
  fillTable(problem, node);
  const table = problem.table;
  const bins = binsOf(problem, node.input);
  const end = problem.order + ((<usize>node.end) << 2);
  let left = problem.order + ((<usize>node.start) << 2);
  let right = problem.spare;
  for (let at = left; at < end; at += 4) {
    const row = load<u32>(at);
    const goesLeft = <usize>load<u8>(table + load<u8>(bins + ((<usize>row) << 2)));
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft << 2;
    right += 4 - (goesLeft << 2);
  }
  memory.copy(left, problem.spare, right - problem.spare);
  return <u32>((left - problem.order) >> 2);
}
