/**
 * TensorFlow.js as a code cell has it, under the name `tf`: the whole core with its chained operations,
 * on WebGPU and on the processor. A script of its own for the cage; nothing of the program imports it.
 */
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgpu';

export * from '@tensorflow/tfjs-core';
