/** The best split of a node over the inputs that it may use. */
import { cellsOf } from './cells';
import { weighNode } from './gain';
import { Node } from './node';
import { Problem } from './problem';
import { settleMissing } from './settle-missing';
import { bestOfCategories } from './split-categories';
import { bestOfNumbers } from './split-numbers';

/** Finds the node's best split from its histogram: the first of equals, in the order of the inputs. */
export function findSplit(problem: Problem, node: Node, histogram: usize, count: u32): void {
  node.input = -1;
  node.gain = 0;
  weighNode(problem, node);
  for (let i: u32 = 0; i < count; i++) {
    const input = load<u32>(problem.active + (i << 2));
    const cells = cellsOf(problem, histogram, input);
    if (load<u8>(problem.categorical + input)) bestOfCategories(problem, node, input, cells);
    else bestOfNumbers(problem, node, input, cells);
  }
  if (node.input >= 0) settleMissing(problem, node, histogram);
}
