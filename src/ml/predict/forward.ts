/**
 * The forward pass of a network without any library: the reference that other implementations must equal to
 * the bit, and what exported pages carry. Weights are float32, sums are doubles in a fixed order, and only
 * core/math is used, so the same inputs give the same bits wherever this runs.
 */
import { LoamError } from '../../core/errors';
import { layerInputs, layerOutputs } from '../../core/model/layer-size';
import type { ModelLayer } from '../../core/model/types';
import type { NamedTensor } from '../formats/safetensors';
import { conv2dLayer } from './layers/conv2d';
import { denseLayer } from './layers/dense';
import { depthwise2dLayer } from './layers/depthwise2d';
import { embeddingLayer } from './layers/embedding';
import type { FindTensor, RunLayer, Values } from './layers/layer';
import { batchNormLayer, layerNormLayer } from './layers/normalise';
import { pool2dLayer } from './layers/pool2d';

export interface ForwardPass {
  /** Values of one row, before and after. */
  inputs: number;
  outputs: number;
  /** `rows` [rows, inputs] to [rows, outputs], both row-major. */
  run(rows: Float32Array): Float64Array;
}

/**
 * @throws LoamError `object-damaged` when layers do not join, or a tensor is missing or has another shape
 * than its layer says
 */
export function makeForwardPass(
  layers: ModelLayer[],
  tensors: Map<string, NamedTensor>,
): ForwardPass {
  const { inputs, outputs } = endsOf(layers);
  const find = tensorFinder(tensors);
  const steps = layers.map((layer) => ({
    run: runLayer(layer, find),
    out: new Float64Array(layerOutputs(layer)),
  }));
  return {
    inputs,
    outputs,
    run(rows) {
      const count = rows.length / inputs;
      const result = new Float64Array(count * outputs);
      for (let row = 0; row < count; row++) {
        let values: Values = rows.subarray(row * inputs, (row + 1) * inputs);
        for (const { run, out } of steps) {
          run(values, out);
          values = out;
        }
        result.set(values, row * outputs);
      }
      return result;
    },
  };
}

function runLayer(layer: ModelLayer, find: FindTensor): RunLayer {
  switch (layer.layer) {
    case 'dense':
      return denseLayer(layer, find);
    case 'conv2d':
      return conv2dLayer(layer, find);
    case 'depthwise2d':
      return depthwise2dLayer(layer, find);
    case 'pool2d':
      return pool2dLayer(layer);
    case 'batch-norm':
      return batchNormLayer(layer, find);
    case 'layer-norm':
      return layerNormLayer(layer, find);
    case 'embedding':
      return embeddingLayer(layer, find);
    default:
      throw layer satisfies never;
  }
}

/**
 * How many values go into a network of layers and come out, per row.
 *
 * @throws LoamError `object-damaged` when there are no layers, or some do not join
 */
export function endsOf(layers: ModelLayer[]): { inputs: number; outputs: number } {
  const first = layers[0];
  const last = layers.at(-1);
  if (!first || !last) damaged('model', 'no layers');
  layers.slice(1).forEach((layer, i) => {
    if (layerInputs(layer) !== layerOutputs(layers[i]!))
      damaged('model', `inputs of layer ${i + 1}`);
  });
  return { inputs: layerInputs(first), outputs: layerOutputs(last) };
}

export function tensorFinder(tensors: Map<string, NamedTensor>): FindTensor {
  return (name, shape) => {
    const tensor = tensors.get(name);
    const fits =
      tensor?.shape.length === shape.length && shape.every((n, axis) => tensor.shape[axis] === n);
    return tensor && fits ? tensor.values : damaged('weights', `tensor ${name}`);
  };
}

function damaged(what: string, reason: string): never {
  throw new LoamError('object-damaged', { what, reason });
}
