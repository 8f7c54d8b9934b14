/**
 * The forward pass of dense layers through the module: the bits of predict/forward.ts, many rows at a time.
 * Weights are laid out once, as doubles; rows pass through a block of memory.
 */
import { LoamError } from '../../../../core/errors';
import type { DenseLayer } from '../../../../core/model/types';
import type { NamedTensor } from '../../../formats/safetensors';
import { endsOf, tensorFinder, type ForwardPass } from '../../../predict/forward';
import { ACTIVATION_EXPORTS, FREE_FROM, predictInstance } from './predict-module';

/** Rows of one group in assembly/dense.ts. */
const GROUP = 4;
/** The values of a block, before and after its widest layer, fill about half of a first-level cache. */
const BLOCK_BYTES = 16384;

/** @throws LoamError `object-damaged` as `makeForwardPass` */
export async function fusedDensePass(
  layers: DenseLayer[],
  tensors: Map<string, NamedTensor>,
): Promise<ForwardPass> {
  const { inputs, outputs } = endsOf(layers);
  const find = tensorFinder(tensors);
  const weights = layers.map((layer) => ({
    kernel: find(layer.kernel, [layer.inputs, layer.outputs]),
    bias: find(layer.bias, [layer.outputs]),
  }));
  const plan = planPass(layers);
  const { memory, exports } = await predictInstance(plan.bytes);
  layers.forEach((layer, i) => {
    const { kernel, bias } = weights[i]!;
    placeKernel(layer, kernel, new Float64Array(memory.buffer, plan.kernels[i], kernel.length));
    new Float64Array(memory.buffer, plan.biases[i], bias.length).set(bias);
  });

  /** Returns where the values after the last layer are. */
  function runBlock(groups: number): number {
    let [from, to] = plan.values;
    exports.gather(plan.rows, from, inputs, groups);
    for (const [i, layer] of layers.entries()) {
      const { activation } = layer;
      const [kernel, bias] = [plan.kernels[i]!, plan.biases[i]!];
      exports.dense(from, kernel, bias, to, layer.inputs, layer.outputs, groups);
      if (activation !== 'linear') {
        exports[ACTIVATION_EXPORTS[activation]](to, groups * GROUP * layer.outputs);
      }
      [from, to] = [to, from];
    }
    return from;
  }

  const rowsIn = new Float32Array(memory.buffer, plan.rows, plan.block * inputs);
  const rowsOut = new Float64Array(memory.buffer, plan.out, plan.block * outputs);
  return {
    inputs,
    outputs,
    run(rows) {
      const count = rows.length / inputs;
      const out = new Float64Array(count * outputs);
      for (let start = 0; start < count; start += plan.block) {
        const here = Math.min(plan.block, count - start);
        const groups = Math.ceil(here / GROUP);
        rowsIn.set(rows.subarray(start * inputs, (start + here) * inputs));
        exports.scatter(runBlock(groups), plan.out, outputs, groups);
        out.set(rowsOut.subarray(0, here * outputs), start * outputs);
      }
      return out;
    },
  };
}

interface Plan {
  /** Rows of a block. */
  block: number;
  kernels: number[];
  biases: number[];
  rows: number;
  /** Two places for values between layers, which take turns. */
  values: [number, number];
  out: number;
  bytes: number;
}

const MOST_BYTES = 0x80000000;

function planPass(layers: DenseLayer[]): Plan {
  const { inputs, outputs } = endsOf(layers);
  const widest = Math.max(...layers.map((layer) => Math.max(layer.inputs, layer.outputs)));
  const block = GROUP * Math.max(1, Math.floor(BLOCK_BYTES / (2 * 8 * widest * GROUP)));
  let end = FREE_FROM;
  const allot = (bytes: number): number => {
    const start = end;
    end = Math.ceil((start + bytes) / 64) * 64;
    return start;
  };
  const plan = {
    block,
    kernels: layers.map((layer) => allot(8 * layer.inputs * layer.outputs)),
    biases: layers.map((layer) => allot(8 * layer.outputs)),
    rows: allot(4 * block * inputs),
    values: [allot(8 * block * widest), allot(8 * block * widest)] as [number, number],
    out: allot(8 * block * outputs),
  };
  if (end > MOST_BYTES) throw new LoamError('out-of-memory', { bytes: end });
  return { ...plan, bytes: end };
}

/** Units in fours, then those that are left; see assembly/dense.ts. */
function placeKernel({ inputs, outputs }: DenseLayer, kernel: Float32Array, into: Float64Array) {
  const fours = outputs - (outputs % 4);
  let at = 0;
  for (let unit = 0; unit < outputs; unit += unit < fours ? 4 : 1) {
    const width = unit < fours ? 4 : 1;
    for (let i = 0; i < inputs; i++) {
      for (let j = 0; j < width; j++) into[at++] = kernel[i * outputs + unit + j]!;
    }
  }
}
