/** Binned rows through the tree that was grown last. */
import { binCount } from './cells';
import { nodeAt } from './node';
import { Problem } from './problem';
import { includes } from './split-categories';

/**
 * Adds to each score the value of the leaf that its row ends in.
 *
 * @param bins of `rows` rows, laid out as `problem.bins`
 * @param scores f64 [rows]
 */
export function addTree(problem: Problem, bins: usize, rows: u32, scores: usize): void {
  const nodes = problem.nodes;
  const stride = (<usize>rows) << 2;
  for (let row: u32 = 0; row < rows; row++) {
    let node = nodeAt(nodes, 0);
    while (node.left) {
      const input = <u32>node.input;
      const block = bins + <usize>(input >> 2) * stride + (input & 3);
      const bin = <u32>load<u8>(block + ((<usize>row) << 2));
      let left: u32;
      if (bin == binCount(problem, input)) left = node.missingLeft;
      else if (load<u8>(problem.categorical + input)) left = includes(node, bin);
      else left = bin <= node.bin ? 1 : 0;
      node = nodeAt(nodes, node.left + 1 - left);
    }
    const score = scores + ((<usize>row) << 3);
    store<f64>(score, load<f64>(score) + node.value);
  }
}
