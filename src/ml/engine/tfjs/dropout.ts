/** Inverted dropout: hidden units left out with probability `dropout`, the others scaled up. */
import * as tf from '@tensorflow/tfjs-core';
import { stream } from '../../../core/random/philox';
import type { TrainJob } from '../engine';

/** One mask [rows, units] per hidden layer from the stream `dropout/<step>`, layers one after another. */
export function dropoutMasks(job: TrainJob, rows: number, step: number): tf.Tensor2D[] {
  if (job.dropout === 0) return [];
  const random = stream(job.seed, `dropout/${step}`);
  const scale = 1 / (1 - job.dropout);
  const limit = job.dropout * 4_294_967_296;
  let drawn = 0;
  return job.network.hidden.map((units) => {
    const mask = new Float32Array(rows * units);
    for (let i = 0; i < mask.length; i++) mask[i] = random.uint32(drawn++) < limit ? 0 : scale;
    return tf.tensor2d(mask, [rows, units]);
  });
}
