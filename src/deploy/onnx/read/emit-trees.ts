/** Trees as an ensemble of Loam's and its tensors. */
import type { TreeEnsemble } from '../../../core/model/types';
import { writeSafetensors } from '../../../ml/formats/safetensors';
import type { Op } from './chain';
import type { Forest, ForestNode } from './forest';
import { unreadable } from './unreadable';

type Leaf = Extract<ForestNode, { weights: Float64Array }>;

function isLeaf(node: ForestNode): node is Leaf {
  return 'weights' in node;
}

/** The only output that leaves of a tree add to; null where they add to more. */
function onlyOutput(nodes: readonly ForestNode[]): number | null {
  let only: number | null = null;
  for (const node of nodes) {
    if (!isLeaf(node)) continue;
    for (let output = 0; output < node.weights.length; output++) {
      if (node.weights[output] === 0) continue;
      if (only !== null && only !== output) return null;
      only = output;
    }
  }
  return only;
}

/** Trees so that tree t adds to output t % outputs, in the order they have among those of one output; null where none is. */
function takingTurns({ trees, outputs }: Forest): Forest['trees'] | null {
  const byOutput = Array.from({ length: outputs }, () => [] as Forest['trees']);
  for (const tree of trees) {
    const output = onlyOutput(tree.nodes);
    if (output === null) return null;
    byOutput[output]!.push(tree);
  }
  const rounds = trees.length / outputs;
  if (byOutput.some((own) => own.length !== rounds)) return null;
  return Array.from(
    { length: trees.length },
    (_, t) => byOutput[t % outputs]![Math.floor(t / outputs)]!,
  );
}

/** Nodes of a tree as Loam has them: children in a row, after their parent. */
function inOrder(nodes: readonly ForestNode[]): { node: ForestNode; left: number }[] {
  const order = [nodes[0]!];
  const result: { node: ForestNode; left: number }[] = [];
  for (let i = 0; i < order.length; i++) {
    const node = order[i]!;
    result.push({ node, left: order.length });
    if (!isLeaf(node)) order.push(nodes[node.left]!, nodes[node.right]!);
  }
  return result;
}

function affineForest(forest: Forest, { factor, addend }: Extract<Op, { op: 'affine' }>): Forest {
  return {
    ...forest,
    base: forest.base.map((value, output) => value * factor[output]! + addend[output]!),
    trees: forest.trees.map(({ root, nodes }) => ({
      root,
      nodes: nodes.map((node) =>
        isLeaf(node) ? { weights: node.weights.map((weight, o) => weight * factor[o]!) } : node,
      ),
    })),
  };
}

export interface EmittedTrees {
  network: TreeEnsemble;
  weights: Uint8Array;
  targetTransform: { offset: number; scale: number };
}

/** @param ops trees, lines, and at most one link */
export function emitTrees(inputs: number, ops: readonly Op[]): EmittedTrees {
  const [first, ...rest] = ops;
  if (first?.op !== 'trees') throw unreadable('trees that are not first');
  let { forest } = first;
  let link: TreeEnsemble['link'] = 'identity';
  const targetTransform = { offset: 0, scale: 1 };
  for (const op of rest) {
    if (op.op === 'link' && link === 'identity') ({ link } = op);
    else if (op.op === 'affine' && link === 'identity') forest = affineForest(forest, op);
    else if (op.op === 'affine' && forest.outputs === 1) {
      targetTransform.scale *= op.factor[0]!;
      targetTransform.offset = targetTransform.offset * op.factor[0]! + op.addend[0]!;
    } else throw unreadable('trees with layers after them');
  }
  return { ...tensorsOf(inputs, forest, link), targetTransform };
}

function tensorsOf(
  inputs: number,
  forest: Forest,
  link: TreeEnsemble['link'],
): Omit<EmittedTrees, 'targetTransform'> {
  const { outputs, mean, base } = forest;
  const turns = takingTurns(forest);
  const trees = (turns ?? forest.trees).map(({ nodes }) => inOrder(nodes));
  const nodes = trees.reduce((sum, tree) => sum + tree.length, 0);
  const isShared = turns === null;
  const leaves = isShared
    ? trees.reduce((sum, tree) => sum + tree.filter(({ node }) => isLeaf(node)).length, 0)
    : 0;
  const roots = new Int32Array(trees.length + 1);
  const input = new Int32Array(nodes).fill(-1);
  const left = new Int32Array(nodes);
  const value = new Float32Array(nodes);
  const missing = new Uint8Array(nodes);
  const set = new Int32Array(nodes).fill(-1);
  const shares = new Float32Array(leaves * outputs);
  let at = 0;
  let leaf = 0;
  trees.forEach((tree, t) => {
    for (const { node, left: first } of tree) {
      if (!isLeaf(node)) {
        input[at] = node.input;
        left[at] = first;
        value[at] = node.value;
        missing[at] = node.missingLeft ? 1 : 0;
      } else if (isShared) {
        left[at] = leaf;
        shares.set(node.weights, leaf * outputs);
        leaf++;
      } else value[at] = node.weights[t % outputs]!;
      at++;
    }
    roots[t + 1] = at;
  });
  if (!value.every((x) => x === x) || !shares.every(Number.isFinite)) {
    throw unreadable('trees with weights that are too large');
  }
  const tensor = <V>(name: string, values: V, shape: number[]) => ({ name, shape, values });
  const weights = writeSafetensors([
    tensor('roots', roots, [trees.length + 1]),
    tensor('input', input, [nodes]),
    tensor('left', left, [nodes]),
    tensor('value', value, [nodes]),
    tensor('missing', missing, [nodes]),
    tensor('set', set, [nodes]),
    tensor('sets', new Int32Array(0), [0, 8]),
    tensor('shares', shares, [leaves, outputs]),
  ]);
  return {
    network: {
      type: 'trees',
      inputs,
      outputs,
      trees: trees.length,
      nodes,
      sets: 0,
      leaves,
      combine: mean ? 'mean' : 'sum',
      base: [...base],
      link,
    },
    weights,
  };
}
