import type { ModelLayer } from '../../../core/model/types';
import { activate } from './activation';
import type { FindTensor, RunLayer } from './layer';
import { eachTap } from './window';

/** out[c * multiplier + m] = activation(bias + products of channel c by tap). */
export function depthwise2dLayer(
  layer: Extract<ModelLayer, { layer: 'depthwise2d' }>,
  find: FindTensor,
): RunLayer {
  const { window, activation } = layer;
  const channels = window.input[2];
  const filters = window.output[2];
  const multiplier = filters / channels;
  const kernel = find(layer.kernel, [...window.size, channels, multiplier]);
  const bias = find(layer.bias, [filters]);
  return (values, out) => {
    for (let at = 0; at < out.length; at += filters) out.set(bias, at);
    eachTap(window, (to, tap, from) => {
      for (let c = 0; c < channels; c++) {
        const x = values[from * channels + c]!;
        for (let f = c * multiplier; f < (c + 1) * multiplier; f++) {
          out[to * filters + f] = out[to * filters + f]! + x * kernel[tap * filters + f]!;
        }
      }
    });
    activate(activation, out);
  };
}
