/**
 * Trees of ai.onnx.ml, in both of its ways to write them. Files may be hostile: every index is checked, and a walk from each root
 * finds nodes that are reached twice, so that no path is without an end.
 */
import { atMost, below } from './float-order';
import type { Forest, ForestNode } from './forest';
import type { Call } from './operators/call';

const MOST_NODES = 1 << 22;
const MOST_WEIGHTS = 1 << 24;

/** A node as a file has it, its children still to be looked up. */
interface Written {
  mode: string;
  input: number;
  value: number;
  yes: number;
  no: number;
  missingYes: boolean;
  weights: Float64Array | null;
}

/**
 * @param yes the child for what the mode is true of
 * @throws LoamError `model-unreadable` for a mode that is no order
 */
function split(call: Call, written: Written, yes: number, no: number): ForestNode {
  const { mode, input, value, missingYes } = written;
  if (Number.isNaN(value)) throw call.refused('with a threshold that is no number');
  const upwards = { input, left: no, right: yes, missingLeft: !missingYes };
  const downwards = { input, left: yes, right: no, missingLeft: missingYes };
  switch (mode) {
    case 'BRANCH_LEQ':
      return { ...downwards, value: atMost(value) };
    case 'BRANCH_LT':
      return { ...downwards, value: below(value) };
    case 'BRANCH_GT':
      return { ...upwards, value: atMost(value) };
    case 'BRANCH_GTE':
      return { ...upwards, value: below(value) };
    default:
      throw call.refused(`with the mode ${mode}`);
  }
}

/** Nodes from a root on, numbered as they are reached. */
function walked(
  call: Call,
  root: number,
  nodeAt: (id: number) => Written,
): { root: number; nodes: ForestNode[] } {
  const numbers = new Map<number, number>([[root, 0]]);
  const order = [root];
  const nodes: ForestNode[] = [];
  const reach = (id: number): number => {
    if (numbers.has(id)) throw call.refused('with a node that is reached twice');
    numbers.set(id, order.length);
    return order.push(id) - 1;
  };
  for (let i = 0; i < order.length; i++) {
    const written = nodeAt(order[i]!);
    nodes.push(
      written.weights
        ? { weights: written.weights }
        : split(call, written, reach(written.yes), reach(written.no)),
    );
  }
  return { root: 0, nodes };
}

function whole(call: Call, value: number | undefined, most: number, what: string): number {
  if (value === undefined || !Number.isInteger(value) || value < 0 || value >= most) {
    throw call.refused(`with ${what} that is not`);
  }
  return value;
}

function sameLength(call: Call, lists: readonly ArrayLike<unknown>[]): number {
  const [first] = lists;
  if (lists.some(({ length }) => length !== first!.length)) {
    throw call.refused('with lists of different lengths');
  }
  return first!.length;
}

/** Adds weights to a leaf. */
function addWeight(call: Call, leaf: Written | undefined, output: number, weight: number): void {
  if (!leaf?.weights) throw call.refused('with a weight of what is no leaf');
  if (!Number.isFinite(weight)) throw call.refused('with weights that are no numbers');
  leaf.weights[output]! += weight;
}

interface ListedForest {
  /** Of the attributes that hold what leaves add. */
  prefix: 'target' | 'class';
  outputs: number;
  inputs: number;
  /** Whether there is a base value per output; true by default. */
  base?: boolean;
}

/** TreeEnsembleRegressor and TreeEnsembleClassifier. */
export function readListedForest(
  call: Call,
  { prefix, outputs, inputs, base = true }: ListedForest,
): Forest {
  const ints = (name: string) => call.ints(name) ?? [];
  const trees = ints('nodes_treeids');
  const ids = ints('nodes_nodeids');
  const features = ints('nodes_featureids');
  const yes = ints('nodes_truenodeids');
  const no = ints('nodes_falsenodeids');
  const modes = call.texts('nodes_modes') ?? [];
  const values = call.list('nodes_values');
  const tracks = call.ints('nodes_missing_value_tracks_true') ?? [];
  const count = sameLength(call, [trees, ids, features, yes, no, modes, values]);
  const leaves = modes.filter((mode) => mode === 'LEAF').length;
  if (count === 0 || count > MOST_NODES || leaves * outputs > MOST_WEIGHTS) {
    throw call.refused('with no trees, or more than fit');
  }
  const byTree = new Map<number, Map<number, Written>>();
  const children = new Map<number, Set<number>>();
  for (let i = 0; i < count; i++) {
    const [tree, mode] = [trees[i]!, modes[i]!];
    const nodes = byTree.get(tree) ?? new Map<number, Written>();
    const below = children.get(tree) ?? new Set<number>();
    byTree.set(tree, nodes);
    children.set(tree, below);
    if (nodes.has(ids[i]!)) throw call.refused('with a node twice');
    const isLeaf = mode === 'LEAF';
    if (!isLeaf) below.add(yes[i]!).add(no[i]!);
    nodes.set(ids[i]!, {
      mode,
      input: isLeaf ? 0 : whole(call, features[i], inputs, 'an input'),
      value: values[i]!,
      yes: yes[i]!,
      no: no[i]!,
      missingYes: tracks[i] === 1,
      weights: isLeaf ? new Float64Array(outputs) : null,
    });
  }
  const [inTree, atNode] = [ints(`${prefix}_treeids`), ints(`${prefix}_nodeids`)];
  const toOutput = ints(`${prefix}_ids`);
  const weights = call.list(`${prefix}_weights`);
  sameLength(call, [inTree, atNode, toOutput, weights]);
  for (let i = 0; i < weights.length; i++) {
    const output = whole(call, toOutput[i], outputs, 'an output');
    addWeight(call, byTree.get(inTree[i]!)?.get(atNode[i]!), output, weights[i]!);
  }
  return {
    outputs,
    base: base ? baseOf(call, outputs) : new Float64Array(outputs),
    mean: isMean(call, call.text('aggregate_function', 'SUM')),
    trees: [...byTree].map(([tree, nodes]) => {
      const roots = [...nodes.keys()].filter((id) => !children.get(tree)!.has(id));
      if (roots.length !== 1) throw call.refused(`with ${roots.length} roots in one tree`);
      const reached = walked(call, roots[0]!, (id) => {
        const node = nodes.get(id);
        if (!node) throw call.refused('with a node that is not');
        return node;
      });
      if (reached.nodes.length !== nodes.size)
        throw call.refused('with nodes that are not reached');
      return reached;
    }),
  };
}

/** Zeros where there are none. */
function baseOf(call: Call, outputs: number): Float64Array {
  const base = Float64Array.from(call.list('base_values'));
  if (!base.every(Number.isFinite)) throw call.refused('with base values that are no numbers');
  if (base.length === 0) return new Float64Array(outputs);
  if (base.length !== outputs) throw call.refused('with other base values than outputs');
  return base;
}

function isMean(call: Call, aggregate: string): boolean {
  if (aggregate === 'SUM') return false;
  if (aggregate === 'AVERAGE') return true;
  throw call.refused(`that takes the ${aggregate} of its trees`);
}

const MODES = ['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GTE', 'BRANCH_GT', 'BRANCH_EQ', 'BRANCH_NEQ'];
const AGGREGATES = ['AVERAGE', 'SUM', 'MIN', 'MAX'];

/** TreeEnsemble, of version 5 of ai.onnx.ml: nodes and leaves in lists of their own, all trees together. */
export function readTreeEnsemble(call: Call, inputs: number): Forest {
  const numbers = (name: string): ArrayLike<number> => {
    const values = call.tensor(name)?.values ?? [];
    if (values.length > 0 && typeof values[0] !== 'number') throw call.refused('of texts');
    return values as ArrayLike<number>;
  };
  const ints = (name: string) => call.ints(name) ?? [];
  const outputs = call.int('n_targets', 1);
  const roots = ints('tree_roots');
  const features = ints('nodes_featureids');
  const [yes, no] = [ints('nodes_truenodeids'), ints('nodes_falsenodeids')];
  const [yesLeaf, noLeaf] = [ints('nodes_trueleafs'), ints('nodes_falseleafs')];
  const tracks = ints('nodes_missing_value_tracks_true');
  const [splits, modes] = [numbers('nodes_splits'), numbers('nodes_modes')];
  const [targets, weights] = [ints('leaf_targetids'), numbers('leaf_weights')];
  const count = sameLength(call, [features, yes, no, yesLeaf, noLeaf, splits, modes]);
  const leaves = sameLength(call, [targets, weights]);
  const fits =
    count > 0 && count <= MOST_NODES && roots.length <= count && outputs >= 1 && leaves > 0;
  if (!fits || !Number.isInteger(outputs) || (count + roots.length) * outputs > MOST_WEIGHTS) {
    throw call.refused('with no trees, or more than fit');
  }
  // Leaves may be shared, so each place where one is reached has a number of its own, below 0.
  const nodeAt = (id: number): Written => {
    const isLeaf = id < 0;
    const parent = isLeaf ? Math.floor((-id - 1) / 2) : id;
    if (!isLeaf) whole(call, id, count, 'a node');
    const node = {
      mode: MODES[modes[parent]!] ?? 'BRANCH_MEMBER',
      input: whole(call, features[parent], inputs, 'an input'),
      value: splits[parent]!,
      yes: yesLeaf[parent] === 1 ? -1 - 2 * parent : yes[parent]!,
      no: noLeaf[parent] === 1 ? -2 - 2 * parent : no[parent]!,
      missingYes: tracks[parent] === 1,
    };
    if (!isLeaf) return { ...node, weights: null };
    const leaf = whole(call, (-id - 1) % 2 === 0 ? yes[parent] : no[parent], leaves, 'a leaf');
    const written: Written = { ...node, weights: new Float64Array(outputs) };
    addWeight(call, written, whole(call, targets[leaf], outputs, 'an output'), weights[leaf]!);
    return written;
  };
  return {
    outputs,
    base: new Float64Array(outputs),
    mean: isMean(call, AGGREGATES[call.int('aggregate_function', 1)] ?? 'unknown'),
    trees: roots.map((root) => walked(call, root, nodeAt)),
  };
}
