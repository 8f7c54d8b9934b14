/** Kernels of windows, from Loam's order to ONNX's [filters, channels, height, width]. */
import type { Window } from '../../../core/network/plan';
import type { FindTensor } from '../../../ml/predict/layers/layer';
import type { OnnxTensor } from '../tensor';

/** From [height, width, channels, filters]. */
export function kernelOfConv2d({ input, output, size }: Window, find: FindTensor, name: string) {
  const channels = input[2];
  const filters = output[2];
  const taps = size[0] * size[1];
  const from = find(name, [...size, channels, filters]);
  const values = new Float32Array(from.length);
  for (let tap = 0; tap < taps; tap++) {
    for (let c = 0; c < channels; c++) {
      for (let f = 0; f < filters; f++) {
        values[(f * channels + c) * taps + tap] = from[(tap * channels + c) * filters + f]!;
      }
    }
  }
  return { type: 'float', shape: [filters, channels, ...size], values } satisfies OnnxTensor;
}

/** From [height, width, channels, multiplier]; each channel is a group. */
export function kernelOfDepthwise2d(
  { input, output, size }: Window,
  find: FindTensor,
  name: string,
) {
  const filters = output[2];
  const taps = size[0] * size[1];
  const from = find(name, [...size, input[2], filters / input[2]]);
  const values = new Float32Array(from.length);
  for (let tap = 0; tap < taps; tap++) {
    for (let f = 0; f < filters; f++) values[f * taps + tap] = from[tap * filters + f]!;
  }
  return { type: 'float', shape: [filters, 1, ...size], values } satisfies OnnxTensor;
}
