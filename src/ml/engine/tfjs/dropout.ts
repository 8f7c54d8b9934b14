/** Inverted dropout: values left out with probability `rate`, the others scaled up. */
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkPlan } from '../../../core/network/plan';
import { stream } from '../../../core/random/philox';

/** One mask [rows, values] per dropout layer from the stream `dropout/<step>`, layers one after another. */
export function dropoutMasks(
  plan: NetworkPlan,
  seed: number,
  rows: number,
  step: number,
): tf.Tensor2D[] {
  const layers = plan.layers.filter((layer) => layer.op === 'dropout');
  if (layers.length === 0) return [];
  const random = stream(seed, `dropout/${step}`);
  let drawn = 0;
  return layers.map(({ values, rate }) => {
    const scale = 1 / (1 - rate);
    const limit = rate * 4_294_967_296;
    const mask = new Float32Array(rows * values);
    for (let i = 0; i < mask.length; i++) mask[i] = random.uint32(drawn++) < limit ? 0 : scale;
    return tf.tensor2d(mask, [rows, values]);
  });
}
