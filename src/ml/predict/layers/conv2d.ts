import type { ModelLayer } from '../../../core/model/types';
import { activate } from './activation';
import type { FindTensor, RunLayer } from './layer';
import { eachTap } from './window';

/** out = activation(bias + products by tap, and of each tap by channel). */
export function conv2dLayer(
  layer: Extract<ModelLayer, { layer: 'conv2d' }>,
  find: FindTensor,
): RunLayer {
  const { window, activation } = layer;
  const channels = window.input[2];
  const filters = window.output[2];
  const kernel = find(layer.kernel, [...window.size, channels, filters]);
  const bias = find(layer.bias, [filters]);
  return (values, out) => {
    for (let at = 0; at < out.length; at += filters) out.set(bias, at);
    eachTap(window, (to, tap, from) => {
      for (let c = 0; c < channels; c++) {
        const x = values[from * channels + c]!;
        const at = (tap * channels + c) * filters;
        for (let f = 0; f < filters; f++) {
          out[to * filters + f] = out[to * filters + f]! + x * kernel[at + f]!;
        }
      }
    });
    activate(activation, out);
  };
}
