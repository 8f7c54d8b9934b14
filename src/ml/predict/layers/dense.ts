import type { DenseLayer } from '../../../core/model/types';
import { activate } from './activation';
import type { FindTensor, RunLayer } from './layer';

/** out = activation(bias + the products of all inputs, in their order). */
export function denseLayer(layer: DenseLayer, find: FindTensor): RunLayer {
  const { inputs, outputs, activation } = layer;
  const kernel = find(layer.kernel, [inputs, outputs]);
  const bias = find(layer.bias, [outputs]);
  return (values, out) => {
    out.set(bias);
    for (let i = 0, at = 0; i < inputs; i++, at += outputs) {
      const x = values[i]!;
      for (let j = 0; j < outputs; j++) out[j] = out[j]! + x * kernel[at + j]!;
    }
    activate(activation, out);
  };
}
