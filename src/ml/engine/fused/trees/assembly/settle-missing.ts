/** Where rows go that the tree has not seen: missing values, and categories that no row of the node has. */
import { binCount, cellsOf, packedAt } from './cells';
import { Node } from './node';
import { Problem } from './problem';
import { includeUnseen } from './split-categories';

/** Where the node has no missing values, they go to its larger side: later rows may have some. */
export function settleMissing(problem: Problem, node: Node, histogram: usize): void {
  const input = node.input;
  const bins = binCount(problem, input);
  const cells = cellsOf(problem, histogram, input);
  const mask = ((<i64>1) << problem.countBits) - 1;
  if (packedAt(problem, cells, bins) == 0) {
    const left = node.leftHessian & mask;
    node.missingLeft = left > (node.hessian & mask) - left ? 1 : 0;
  }
  if (node.missingLeft && load<u8>(problem.categorical + input))
    includeUnseen(problem, node, cells, bins);
}
