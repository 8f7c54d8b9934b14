/** Boosted trees and forests as TreeEnsembleRegressor of ai.onnx.ml, in doubles. */
import type { TreeEnsemble } from '../../../core/model/types';
import { treeTensors, type Tensors, type TreeTensors } from '../../../ml/predict/trees';
import { Arithmetic } from '../arithmetic';
import type { OnnxGraph, ValueName } from '../graph';
import type { Attributes } from '../node';
import { setInputs, type SetInputs } from './category-sets';

const LEAST_SHARE = 1e-6;

/** What a leaf adds, in parts that are added up apart; [value] where rounding to float is well enough. */
type LeafParts = (value: number) => number[];

/**
 * The operator rounds its sums to float. Two parts of each value, the first a multiple of a unit of which at most
 * 2^24 are added up, make up for it: their first sum is exact, and the second is small.
 *
 * @param most what the values of all trees add up to at most
 */
function inTwoParts(most: number): LeafParts {
  let unit = 1;
  while (unit * 2 ** 22 < most) unit *= 2;
  while (unit * 2 ** 21 > most && unit > 2 ** -900) unit /= 2;
  return (value) => {
    const first = Math.round(value / unit) * unit;
    return [first, value - first];
  };
}

/** One entry per node, and one per output that a leaf adds to. */
function nodeLists(
  { trees, outputs, leaves }: TreeEnsemble,
  tensors: TreeTensors,
  sets: SetInputs,
  partsOf: LeafParts,
) {
  const nodes = {
    tree: [] as number[],
    id: [] as number[],
    feature: [] as number[],
    mode: [] as string[],
    value: [] as number[],
    left: [] as number[],
    right: [] as number[],
    missingLeft: [] as number[],
  };
  const targets = {
    tree: [] as number[],
    node: [] as number[],
    id: [] as number[],
    weight: [] as number[],
  };

  function addLeaf(tree: number, id: number, node: number): void {
    const add = (output: number, value: number) => {
      partsOf(value).forEach((weight, part) => {
        targets.tree.push(tree);
        targets.node.push(id);
        targets.id.push(part * outputs + output);
        targets.weight.push(weight);
      });
    };
    if (leaves === 0) return add(tree % outputs, tensors.value[node]!);
    const share = tensors.left[node]! * outputs;
    for (let c = 0; c < outputs; c++) add(c, tensors.shares[share + c]!);
  }

  for (let tree = 0; tree < trees; tree++) {
    const root = tensors.roots[tree]!;
    for (let node = root; node < tensors.roots[tree + 1]!; node++) {
      const id = node - root;
      const input = tensors.input[node]!;
      const set = tensors.set[node]!;
      const isLeaf = input < 0;
      nodes.tree.push(tree);
      nodes.id.push(id);
      nodes.mode.push(isLeaf ? 'LEAF' : 'BRANCH_LEQ');
      nodes.feature.push(isLeaf ? 0 : set < 0 ? input : sets.columnOf(input, set));
      nodes.value.push(isLeaf ? 0 : set < 0 ? tensors.value[node]! : 0.5);
      nodes.left.push(isLeaf ? 0 : tensors.left[node]!);
      nodes.right.push(isLeaf ? 0 : tensors.left[node]! + 1);
      nodes.missingLeft.push(isLeaf ? 0 : tensors.missing[node]!);
      if (isLeaf) addLeaf(tree, id, node);
    }
  }
  return { nodes, targets };
}

function attributesOf(
  targetCount: number,
  { nodes, targets }: ReturnType<typeof nodeLists>,
): Attributes {
  const doubles = (values: number[]) =>
    ({ tensor: { type: 'double', shape: [values.length], values } }) as const;
  return {
    n_targets: { int: targetCount },
    aggregate_function: { string: 'SUM' },
    post_transform: { string: 'NONE' },
    nodes_treeids: { ints: nodes.tree },
    nodes_nodeids: { ints: nodes.id },
    nodes_featureids: { ints: nodes.feature },
    nodes_modes: { strings: nodes.mode },
    nodes_values_as_tensor: doubles(nodes.value),
    nodes_truenodeids: { ints: nodes.left },
    nodes_falsenodeids: { ints: nodes.right },
    nodes_missing_value_tracks_true: { ints: nodes.missingLeft },
    target_treeids: { ints: targets.tree },
    target_nodeids: { ints: targets.node },
    target_ids: { ints: targets.id },
    target_weights_as_tensor: doubles(targets.weight),
  };
}

function linked(math: Arithmetic, link: TreeEnsemble['link'], x: ValueName): ValueName {
  switch (link) {
    case 'identity':
      return x;
    case 'exp':
      return math.graph.add('Exp', [x]);
    case 'log-odds': {
      const share = math.within(x, LEAST_SHARE, 1 - LEAST_SHARE);
      return math.log(math.over(share, math.minus(1, share)));
    }
    case 'log':
      return math.log(math.graph.add('Max', [x, math.graph.scalar('double', LEAST_SHARE)]));
    default:
      throw link satisfies never;
  }
}

/** What the values of all trees add up to at most. */
function largestSum(
  { trees, leaves }: TreeEnsemble,
  { value, input, shares }: TreeTensors,
): number {
  if (leaves > 0) return trees * shares.reduce((most, share) => Math.max(most, Math.abs(share)), 0);
  const most = value.reduce((m, v, i) => (input[i]! < 0 ? Math.max(m, Math.abs(v)) : m), 0);
  return trees * most;
}

/** @param sums [rows, 2 * outputs] double */
function joinedParts(math: Arithmetic, sums: ValueName, outputs: number): ValueName {
  const part = (from: number) => {
    const columns = Array.from({ length: outputs }, (_, i) => from + i);
    const places = math.graph.constant({ type: 'int64', shape: [outputs], values: columns });
    return math.graph.add('Gather', [sums, places], { axis: { int: 1 } });
  };
  return math.plus(part(0), part(outputs));
}

/**
 * @param inputs [rows, inputs] float
 * @param isPrecise sums are exact to about 1e-13 of the largest, not rounded to float
 * @returns [rows, outputs] double
 * @throws LoamError `object-damaged` where tensors do not fit the ensemble
 */
export function treeOutputs(
  graph: OnnxGraph,
  ensemble: TreeEnsemble,
  tensors: Tensors,
  inputs: ValueName,
  isPrecise = false,
): ValueName {
  const { trees, outputs, base, combine, link } = ensemble;
  const checked = treeTensors(ensemble, tensors);
  const sets = setInputs(graph, checked, ensemble.inputs, inputs);
  const partsOf: LeafParts = isPrecise
    ? inTwoParts(largestSum(ensemble, checked))
    : (value) => [value];
  const targetCount = isPrecise ? 2 * outputs : outputs;
  const attributes = attributesOf(targetCount, nodeLists(ensemble, checked, sets, partsOf));
  const features = graph.cast(sets.value, 'double');
  const math = new Arithmetic(graph);
  const given = graph.cast(graph.addMl('TreeEnsembleRegressor', [features], attributes), 'double');
  const sum = isPrecise ? joinedParts(math, given, outputs) : given;
  const whole = combine === 'mean' ? math.over(sum, trees) : sum;
  const start = graph.constant({ type: 'double', shape: [1, outputs], values: base });
  return linked(math, link, math.plus(whole, start));
}
