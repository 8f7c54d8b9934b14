/** How many programs the WebGPU backend runs while something happens. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

export async function countKernels(work: () => Promise<unknown>): Promise<number> {
  const backend = tf.backend() as WebGPUBackend;
  const original = backend.runWebGPUProgram;
  let count = 0;
  backend.runWebGPUProgram = (...args) => {
    count++;
    return original.apply(backend, args);
  };
  try {
    await work();
  } finally {
    backend.runWebGPUProgram = original;
  }
  return count;
}
