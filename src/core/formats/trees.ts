import type { TreeEnsemble } from '../model/types';
import { count, listOf, number, oneOf, only, record, where } from '../shape/check';

const size = where(count, (value) => value > 0);

/** Sizes that fit each other; the tensors are held to them where they are read. */
export const trees = where(
  record<TreeEnsemble>({
    type: only('trees'),
    inputs: size,
    outputs: size,
    trees: size,
    nodes: size,
    sets: count,
    leaves: count,
    combine: oneOf({ sum: 1, mean: 1 }),
    base: listOf(number),
    link: oneOf({ identity: 1, exp: 1, 'log-odds': 1, log: 1 }),
  }),
  ({ outputs, trees, nodes, leaves, base }) =>
    base.length === outputs && nodes >= trees && (leaves > 0 || trees % outputs === 0),
);
