/**
 * Trees without any library: the reference that other implementations must equal to the bit. Files may be
 * hostile, so every index is checked once, when the trees are made ready.
 */
import { LoamError } from '../../core/errors';
import { exp, log } from '../../core/math';
import type { TreeEnsemble } from '../../core/model/types';
import type { NamedTensor, TensorValues } from '../formats/safetensors';

/** Tensors of an ensemble as `TreeEnsemble` describes them, their indices in range. */
export interface TreeTensors {
  roots: Int32Array;
  input: Int32Array;
  left: Int32Array;
  value: Float32Array;
  missing: Uint8Array;
  set: Int32Array;
  sets: Int32Array;
  shares: Float32Array;
}

export interface TreesPass {
  inputs: number;
  outputs: number;
  /** `rows` [rows, inputs] to [rows, outputs], both row-major; NaN is a missing value. */
  run(rows: Float32Array): Float64Array;
}

export type Tensors = Map<string, NamedTensor<TensorValues>>;

const WORDS_PER_SET = 8;
const MOST_CODES = 32 * WORDS_PER_SET;
const LEAST_SHARE = 1e-6;

/** @throws LoamError `object-damaged` when a tensor is missing, or has another shape or an index out of range */
export function makeTreesPass(ensemble: TreeEnsemble, tensors: Tensors): TreesPass {
  const trees = treeTensors(ensemble, tensors);
  const { inputs, outputs } = ensemble;
  return {
    inputs,
    outputs,
    run(rows) {
      const out = new Float64Array((rows.length / inputs) * outputs);
      if (ensemble.combine === 'sum') fillWithBase(ensemble, out);
      for (let tree = 0; tree < ensemble.trees; tree++) addTree(ensemble, trees, tree, rows, out);
      finishOutputs(ensemble, out);
      return out;
    },
  };
}

export function fillWithBase({ outputs, base }: TreeEnsemble, out: Float64Array): void {
  for (let at = 0; at < out.length; at += outputs) out.set(base, at);
}

function addTree(
  { inputs, outputs, leaves }: TreeEnsemble,
  trees: TreeTensors,
  tree: number,
  rows: Float32Array,
  out: Float64Array,
): void {
  const root = trees.roots[tree]!;
  const output = tree % outputs;
  for (let row = 0, at = 0; at < out.length; row++, at += outputs) {
    const leaf = leafOf(trees, root, rows, row * inputs);
    if (leaves === 0) {
      out[at + output] = out[at + output]! + trees.value[leaf]!;
      continue;
    }
    const share = trees.left[leaf]! * outputs;
    for (let c = 0; c < outputs; c++) out[at + c] = out[at + c]! + trees.shares[share + c]!;
  }
}

/** The node that a row ends in. */
function leafOf(trees: TreeTensors, root: number, rows: Float32Array, at: number): number {
  let node = root;
  for (;;) {
    const input = trees.input[node]!;
    if (input < 0) return node;
    node = root + trees.left[node]! + (goesLeft(trees, node, rows[at + input]!) ? 0 : 1);
  }
}

export function goesLeft(
  { value, missing, set, sets }: TreeTensors,
  node: number,
  x: number,
): boolean {
  const row = set[node]!;
  if (row < 0) return x !== x ? missing[node] === 1 : x <= value[node]!;
  if (!(x >= 0 && x < MOST_CODES)) return missing[node] === 1;
  const code = Math.trunc(x);
  return ((sets[row * WORDS_PER_SET + (code >> 5)]! >> (code & 31)) & 1) === 1;
}

/** From sums over trees to outputs, in place. */
export function finishOutputs(ensemble: TreeEnsemble, out: Float64Array): void {
  const { outputs, combine, base, trees, link } = ensemble;
  if (combine === 'mean') {
    for (let i = 0; i < out.length; i++) out[i] = base[i % outputs]! + out[i]! / trees;
  }
  if (link === 'identity') return;
  for (let i = 0; i < out.length; i++) out[i] = linked(link, out[i]!);
}

export function linked(link: TreeEnsemble['link'], x: number): number {
  switch (link) {
    case 'identity':
      return x;
    case 'exp':
      return exp(x);
    case 'log-odds': {
      const share = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, x));
      return log(share / (1 - share));
    }
    case 'log':
      return log(Math.max(LEAST_SHARE, x));
    default:
      throw link satisfies never;
  }
}

/** @throws LoamError `object-damaged`, see `makeTreesPass` */
export function treeTensors(ensemble: TreeEnsemble, tensors: Tensors): TreeTensors {
  const { trees, nodes, sets, leaves, outputs } = ensemble;
  const checked: TreeTensors = {
    roots: tensorOf(tensors, 'roots', Int32Array, [trees + 1]),
    input: tensorOf(tensors, 'input', Int32Array, [nodes]),
    left: tensorOf(tensors, 'left', Int32Array, [nodes]),
    value: tensorOf(tensors, 'value', Float32Array, [nodes]),
    missing: tensorOf(tensors, 'missing', Uint8Array, [nodes]),
    set: tensorOf(tensors, 'set', Int32Array, [nodes]),
    sets: tensorOf(tensors, 'sets', Int32Array, [sets, WORDS_PER_SET]),
    shares: tensorOf(tensors, 'shares', Float32Array, [leaves, outputs]),
  };
  if (checked.roots[0] !== 0 || checked.roots[trees] !== nodes) damaged('roots');
  if (!checked.shares.every(Number.isFinite)) damaged('shares');
  for (let tree = 0; tree < trees; tree++) checkTree(ensemble, checked, tree);
  return checked;
}

/** A child comes after its parent and within its tree, so every path ends. */
function checkTree(ensemble: TreeEnsemble, trees: TreeTensors, tree: number): void {
  const root = trees.roots[tree]!;
  const size = trees.roots[tree + 1]! - root;
  if (size < 1) damaged(`roots of tree ${tree}`);
  for (let i = 0; i < size; i++) {
    const input = trees.input[root + i]!;
    const left = trees.left[root + i]!;
    const value = trees.value[root + i]!;
    const set = trees.set[root + i]!;
    const isLeaf = input === -1;
    const shares = ensemble.leaves > 0 && isLeaf;
    const fits =
      input >= -1 &&
      input < ensemble.inputs &&
      (isLeaf ? Number.isFinite(value) : value === value && left > i && left + 1 < size) &&
      (!shares || (left >= 0 && left < ensemble.leaves)) &&
      trees.missing[root + i]! <= 1 &&
      set >= -1 &&
      set < ensemble.sets;
    if (!fits) damaged(`node ${i} of tree ${tree}`);
  }
}

function tensorOf<V extends TensorValues>(
  tensors: Tensors,
  name: string,
  type: abstract new (...args: never[]) => V,
  shape: number[],
): V {
  const tensor = tensors.get(name);
  const fits =
    tensor?.shape.length === shape.length && shape.every((n, axis) => tensor.shape[axis] === n);
  if (!tensor || !fits || !(tensor.values instanceof type)) damaged(`tensor ${name}`);
  return tensor.values;
}

function damaged(reason: string): never {
  throw new LoamError('object-damaged', { what: 'weights', reason });
}
