/** How many values go into a layer, and how many come out, per row. */
import { sizeOf } from '../network/plan';
import type { ModelLayer } from './types';

export function layerInputs(layer: ModelLayer): number {
  switch (layer.layer) {
    case 'dense':
      return layer.inputs;
    case 'conv2d':
    case 'depthwise2d':
    case 'pool2d':
      return sizeOf(layer.window.input);
    case 'batch-norm':
    case 'layer-norm':
      return layer.values;
    case 'embedding':
      return layer.length;
    default:
      throw layer satisfies never;
  }
}

export function layerOutputs(layer: ModelLayer): number {
  switch (layer.layer) {
    case 'dense':
      return layer.outputs;
    case 'conv2d':
    case 'depthwise2d':
    case 'pool2d':
      return sizeOf(layer.window.output);
    case 'batch-norm':
    case 'layer-norm':
      return layer.values;
    case 'embedding':
      return layer.length * layer.size;
    default:
      throw layer satisfies never;
  }
}
