import * as tf from '@tensorflow/tfjs-core';

/** Tensors per concatenation; WebGPU binds few buffers at a time. */
const GROUP = 64;

/** All values of the tensors, one after another, in one read-back. Disposes the tensors. */
export async function readTogether(tensors: tf.Tensor[]): Promise<Float32Array> {
  let level = tf.tidy(() => tensors.map((tensor) => tf.reshape(tensor, [-1]) as tf.Tensor1D));
  tf.dispose(tensors);
  while (level.length > 1) {
    const previous = level;
    level = tf.tidy(() => {
      const joined: tf.Tensor1D[] = [];
      for (let start = 0; start < previous.length; start += GROUP) {
        joined.push(tf.concat1d(previous.slice(start, start + GROUP)));
      }
      return joined;
    });
    tf.dispose(previous);
  }
  const [all] = level;
  if (!all) return new Float32Array(0);
  const values = await all.data<'float32'>();
  all.dispose();
  return values;
}
