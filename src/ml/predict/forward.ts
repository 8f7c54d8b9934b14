/**
 * The forward pass of a dense network without any library. Weights are float32, sums are doubles in a
 * fixed order, and only core/math is used, so the same inputs give the same bits wherever this runs.
 */
import { LoamError } from '../../core/errors';
import { tanh } from '../../core/math';
import type { DenseLayer } from '../../core/model/types';
import type { NamedTensor } from '../formats/safetensors';

interface Layer {
  inputs: number;
  outputs: number;
  activation: DenseLayer['activation'];
  /** [inputs, outputs] row-major. */
  kernel: Float32Array;
  bias: Float32Array;
}

export interface ForwardPass {
  inputs: number;
  outputs: number;
  /** `rows` [rows, inputs] to [rows, outputs], both row-major. */
  run(rows: Float32Array): Float64Array;
}

/** @throws LoamError `object-damaged` when a tensor is missing or has another shape than its layer says */
export function makeForwardPass(
  layers: DenseLayer[],
  tensors: Map<string, NamedTensor>,
): ForwardPass {
  const resolved = layers.map((layer, index) => resolveLayer(layer, layers[index - 1], tensors));
  const first = resolved[0];
  const last = resolved.at(-1);
  if (!first || !last)
    throw new LoamError('object-damaged', { what: 'model', reason: 'no layers' });
  const buffers = resolved.map(({ outputs }) => new Float64Array(outputs));
  return {
    inputs: first.inputs,
    outputs: last.outputs,
    run(rows) {
      const count = rows.length / first.inputs;
      const out = new Float64Array(count * last.outputs);
      for (let row = 0; row < count; row++) {
        let values: Float32Array | Float64Array = rows.subarray(
          row * first.inputs,
          (row + 1) * first.inputs,
        );
        for (let l = 0; l < resolved.length; l++) {
          dense(resolved[l]!, values, buffers[l]!);
          values = buffers[l]!;
        }
        out.set(values, row * last.outputs);
      }
      return out;
    },
  };
}

/** out = activation(bias + sum over inputs, in their order). Inputs that are 0 add nothing and are skipped. */
function dense(layer: Layer, values: Float32Array | Float64Array, out: Float64Array): void {
  const { inputs, outputs, kernel, bias, activation } = layer;
  out.set(bias);
  for (let i = 0; i < inputs; i++) {
    const x = values[i]!;
    if (x === 0) continue;
    const at = i * outputs;
    for (let j = 0; j < outputs; j++) out[j] = out[j]! + x * kernel[at + j]!;
  }
  if (activation === 'relu') {
    for (let j = 0; j < outputs; j++) if (!(out[j]! > 0)) out[j] = 0;
  } else if (activation === 'tanh') {
    for (let j = 0; j < outputs; j++) out[j] = tanh(out[j]!);
  }
}

function resolveLayer(
  layer: DenseLayer,
  previous: DenseLayer | undefined,
  tensors: Map<string, NamedTensor>,
): Layer {
  const { inputs, outputs, activation } = layer;
  if (previous && previous.outputs !== inputs) {
    throw new LoamError('object-damaged', { what: 'model', reason: `inputs of ${layer.kernel}` });
  }
  const kernel = tensorOf(tensors, layer.kernel, [inputs, outputs]);
  const bias = tensorOf(tensors, layer.bias, [outputs]);
  return { inputs, outputs, activation, kernel, bias };
}

function tensorOf(tensors: Map<string, NamedTensor>, name: string, shape: number[]): Float32Array {
  const tensor = tensors.get(name);
  const fits =
    tensor?.shape.length === shape.length && shape.every((n, axis) => tensor.shape[axis] === n);
  if (!tensor || !fits) {
    throw new LoamError('object-damaged', { what: 'weights', reason: `tensor ${name}` });
  }
  return tensor.values;
}
