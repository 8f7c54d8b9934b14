/**
 * Prediction through the module: the bits of predict/trees.ts, many rows at a time and far faster. The trees
 * are laid out once; rows pass through a block of memory.
 */
import type { TreeEnsemble } from '../../../../core/model/types';
import {
  fillWithBase,
  finishOutputs,
  treeTensors,
  type Tensors,
  type TreesPass,
  type TreeTensors,
} from '../../../predict/trees';
import type { EngineModule } from '../../engine';
import { treesInstance } from './trees-module';

/** Fields of `Program` (assembly/predict.ts), 32 bits each, in their order. */
const FIELDS = [
  'trees',
  'outputs',
  'rowBytes',
  'shared',
  'roots',
  'depths',
  'worded',
  'leaves',
  'nodes',
  'sets',
  'shares',
] as const;
const STEP_BYTES = 16;
/** Rows of a block fill about half of a first-level cache. */
const BLOCK_BYTES = 16384;

/**
 * @param module the compiled code to run: `treesModule`
 * @throws LoamError `object-damaged` as `makeTreesPass` does
 */
export async function fusedTreesPass(
  ensemble: TreeEnsemble,
  tensors: Tensors,
  module: EngineModule,
): Promise<TreesPass> {
  const trees = treeTensors(ensemble, tensors);
  const { inputs, outputs, combine } = ensemble;
  const block = Math.max(4, 4 * Math.floor(BLOCK_BYTES / (16 * inputs)));
  const plan = planProgram(ensemble, block);
  const { exports, memory } = await treesInstance(module, plan.bytes);
  placeProgram(ensemble, trees, plan, memory.buffer);
  const rowsIn = new Float32Array(memory.buffer, plan.rows, block * inputs);
  const sums = new Float64Array(memory.buffer, plan.out, block * outputs);
  return {
    inputs,
    outputs,
    run(rows) {
      const count = rows.length / inputs;
      const out = new Float64Array(count * outputs);
      for (let start = 0; start < count; start += block) {
        const here = Math.min(block, count - start);
        rowsIn.set(rows.subarray(start * inputs, (start + here) * inputs));
        if (combine === 'sum') fillWithBase(ensemble, sums);
        else sums.fill(0);
        exports.predictRows(plan.program, plan.rows, here, plan.out);
        out.set(sums.subarray(0, here * outputs), start * outputs);
      }
      finishOutputs(ensemble, out);
      return out;
    },
  };
}

type Plan = ReturnType<typeof planProgram>;

function planProgram({ inputs, outputs, trees, nodes, sets, leaves }: TreeEnsemble, block: number) {
  let end = 1024;
  const allot = (bytes: number): number => {
    const start = end;
    end = Math.ceil((start + bytes) / 64) * 64;
    return start;
  };
  return {
    program: allot(4 * FIELDS.length),
    roots: allot(4 * trees),
    depths: allot(4 * trees),
    worded: allot(4 * trees),
    leaves: allot(4 * nodes),
    nodes: allot(STEP_BYTES * nodes),
    sets: allot(32 * sets),
    shares: allot(4 * leaves * outputs),
    rows: allot(4 * block * inputs),
    out: allot(8 * block * outputs),
    get bytes() {
      return end;
    },
  };
}

function placeProgram(
  ensemble: TreeEnsemble,
  trees: TreeTensors,
  plan: Plan,
  buffer: ArrayBufferLike,
): void {
  const { inputs, outputs, leaves, nodes } = ensemble;
  const fields: Record<(typeof FIELDS)[number], number> = {
    ...plan,
    trees: ensemble.trees,
    outputs,
    rowBytes: 4 * inputs,
    shared: leaves > 0 ? 1 : 0,
  };
  new Uint32Array(buffer, plan.program, FIELDS.length).set(FIELDS.map((name) => fields[name]));
  new Int32Array(buffer, plan.sets, trees.sets.length).set(trees.sets);
  new Float32Array(buffer, plan.shares, trees.shares.length).set(trees.shares);
  if (leaves > 0) new Int32Array(buffer, plan.leaves, nodes).set(trees.left);
  else new Float32Array(buffer, plan.leaves, nodes).set(trees.value);
  for (let tree = 0; tree < ensemble.trees; tree++) placeTree(trees, tree, plan, buffer);
}

function placeTree(trees: TreeTensors, tree: number, plan: Plan, buffer: ArrayBufferLike): void {
  const view = new DataView(buffer);
  const root = trees.roots[tree]!;
  const size = trees.roots[tree + 1]! - root;
  const depths = new Uint32Array(size);
  const addressOf = (node: number) => plan.nodes + STEP_BYTES * (root + node);
  let deepest = 0;
  let worded = 0;
  for (let node = 0; node < size; node++) {
    const input = trees.input[root + node]!;
    const isLeaf = input < 0;
    const left = trees.left[root + node]!;
    const set = trees.set[root + node]!;
    const at = addressOf(node);
    view.setUint32(at, addressOf(isLeaf ? node : left), true);
    // Nothing is above Infinity, and missing values go left: a leaf stays where it is.
    view.setFloat32(at + 4, isLeaf ? Infinity : trees.value[root + node]!, true);
    view.setUint32(at + 8, isLeaf ? 0 : 4 * input, true);
    const missingRight = isLeaf ? 0 : 1 - trees.missing[root + node]!;
    view.setUint32(at + 12, isLeaf ? 0 : 2 * (set + 1) + missingRight, true);
    if (isLeaf) continue;
    if (set >= 0) worded = 1;
    depths[left] = depths[left + 1] = depths[node]! + 1;
    deepest = Math.max(deepest, depths[left]!);
  }
  view.setUint32(plan.roots + 4 * tree, addressOf(0), true);
  view.setUint32(plan.depths + 4 * tree, deepest, true);
  view.setUint32(plan.worded + 4 * tree, worded, true);
}
