/**
 * Compiles what a training needs before its first step. The backend makes each pipeline when it is first
 * needed, one after another, while the thread waits; asked only to compile, it makes all of them at once and
 * the thread stays free.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

/** @param rehearse does everything that the training will do, without reading; its results are worthless */
export async function compileAhead(rehearse: () => void): Promise<void> {
  tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
  try {
    rehearse();
    await (tf.backend() as WebGPUBackend).checkCompileCompletionAsync();
  } finally {
    tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
  }
}
