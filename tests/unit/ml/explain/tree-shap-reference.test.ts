import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TreeEnsemble } from '../../../../src/core/model/types';
import type { NamedTensor, TensorValues } from '../../../../src/ml/formats/safetensors';
import { treeShap } from '../../../../src/ml/explain/tree-shap';
import { treeTensors } from '../../../../src/ml/predict/trees';

interface Nodes {
  input: number[];
  left: number[];
  right: number[];
  threshold: number[];
  value: number[][];
}

interface Reference {
  inputs: number;
  background: number[][];
  rows: number[][];
  cases: {
    name: string;
    /** By how much the package's own attributions miss the prediction at most. */
    missed: number;
    scale: 'sum' | 'mean';
    base: number[];
    trees: Nodes[];
    /** [row][input][output] */
    values: number[][][];
    expected: number[];
  }[];
}

const reference = JSON.parse(
  readFileSync('tests/golden/tree-shap-reference.json', 'utf8'),
) as Reference;

/** Two children in a row, as `TreeEnsemble` keeps them; each tree is walked from its root. */
function ensembleOf({ trees, base, scale }: Reference['cases'][number], inputs: number) {
  const outputs = base.length;
  const roots = [0];
  const node = { input: [] as number[], left: [] as number[], value: [] as number[] };
  const shares: number[] = [];
  for (const tree of trees) {
    const root = roots.at(-1)!;
    const order = [0];
    for (const at of order) if (tree.input[at]! >= 0) order.push(tree.left[at]!, tree.right[at]!);
    order.forEach((at) => {
      const isLeaf = tree.input[at]! < 0;
      node.input.push(tree.input[at]!);
      if (!isLeaf) node.left.push(order.indexOf(tree.left[at]!));
      else node.left.push(outputs > 1 ? shares.length / outputs : 0);
      node.value.push(isLeaf ? (outputs > 1 ? 0 : tree.value[at]![0]!) : tree.threshold[at]!);
      if (isLeaf && outputs > 1) shares.push(...tree.value[at]!);
    });
    roots.push(root + order.length);
  }
  const nodes = node.input.length;
  const leaves = shares.length / outputs;
  const ensemble: TreeEnsemble = {
    type: 'trees',
    inputs,
    outputs,
    trees: trees.length,
    nodes,
    sets: 0,
    leaves: outputs > 1 ? leaves : 0,
    combine: scale,
    base,
    link: 'identity',
  };
  const tensor = (name: string, shape: number[], values: TensorValues) =>
    [name, { name, shape, values }] as [string, NamedTensor<TensorValues>];
  const tensors = new Map([
    tensor('roots', [trees.length + 1], Int32Array.from(roots)),
    tensor('input', [nodes], Int32Array.from(node.input)),
    tensor('left', [nodes], Int32Array.from(node.left)),
    tensor('value', [nodes], Float32Array.from(node.value)),
    tensor('missing', [nodes], new Uint8Array(nodes)),
    tensor('set', [nodes], new Int32Array(nodes).fill(-1)),
    tensor('sets', [0, 8], new Int32Array(0)),
    tensor('shares', [outputs > 1 ? leaves : 0, outputs], Float32Array.from(shares)),
  ]);
  return { ensemble, trees: treeTensors(ensemble, tensors) };
}

describe('attributions of trees are those of the package shap, as far as its own add up', () => {
  const { inputs, rows } = reference;
  const background = Float32Array.from(reference.background.flat());
  const players = Int32Array.from({ length: inputs }, (_, i) => i);

  for (const each of reference.cases) {
    it(each.name, () => {
      expect(each.missed).toBeLessThan(1e-6);
      const { ensemble, trees } = ensembleOf(each, inputs);
      rows.forEach((row, r) => {
        for (let output = 0; output < ensemble.outputs; output++) {
          const game = { players, count: inputs, row: Float32Array.from(row), background, output };
          const found = treeShap(ensemble, trees, game);
          const sum = found.contributions.reduce((a, b) => a + b, 0);
          expect(Math.abs(found.answer - found.typical - sum)).toBeLessThan(1e-9);
          expect(Math.abs(found.typical - each.expected[output]!)).toBeLessThan(each.missed);
          found.contributions.forEach((value, input) =>
            expect(Math.abs(value - each.values[r]![input]![output]!)).toBeLessThan(each.missed),
          );
        }
      });
    });
  }
});
