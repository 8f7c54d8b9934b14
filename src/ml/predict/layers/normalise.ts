/** Normalisation: (x - mean) / sqrt(variance + epsilon) * gamma + beta. */
import type { ModelLayer } from '../../../core/model/types';
import type { FindTensor, RunLayer } from './layer';

/** By the moving averages of each channel. */
export function batchNormLayer(
  layer: Extract<ModelLayer, { layer: 'batch-norm' }>,
  find: FindTensor,
): RunLayer {
  const { values: length, channels, epsilon } = layer;
  const gamma = find(layer.gamma, [channels]);
  const beta = find(layer.beta, [channels]);
  const mean = find(layer.mean, [channels]);
  const variance = find(layer.variance, [channels]);
  const deviation = Float64Array.from(variance, (v) => Math.sqrt(v + epsilon));
  return (values, out) => {
    for (let i = 0; i < length; i++) {
      const c = i % channels;
      out[i] = ((values[i]! - mean[c]!) / deviation[c]!) * gamma[c]! + beta[c]!;
    }
  };
}

/** By mean and variance over the channels of each place of the row; sums in the order of the channels. */
export function layerNormLayer(
  layer: Extract<ModelLayer, { layer: 'layer-norm' }>,
  find: FindTensor,
): RunLayer {
  const { values: length, channels, epsilon } = layer;
  const gamma = find(layer.gamma, [channels]);
  const beta = find(layer.beta, [channels]);
  return (values, out) => {
    for (let at = 0; at < length; at += channels) {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += values[at + c]!;
      const mean = sum / channels;
      let squares = 0;
      for (let c = 0; c < channels; c++) {
        const off = values[at + c]! - mean;
        squares += off * off;
      }
      const deviation = Math.sqrt(squares / channels + epsilon);
      for (let c = 0; c < channels; c++) {
        out[at + c] = ((values[at + c]! - mean) / deviation) * gamma[c]! + beta[c]!;
      }
    }
  };
}
