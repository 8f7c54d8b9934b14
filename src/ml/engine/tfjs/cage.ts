/**
 * TensorFlow.js as a code cell has it, under the name `tf`: the whole core with its gradients and chained operations,
 * on WebGPU where a real adapter is, else on the processor. A script of its own for the cage; nothing of
 * the program imports it.
 */
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgpu';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { Learnable, type LearnableJob } from './learnable';
import { namesSoftware } from './software-adapter';

export * from '@tensorflow/tfjs-core';

/** For the function of a code recipe: the recipe's network as variables. */
export function learnable(job: LearnableJob): Learnable {
  return new Learnable(job);
}

async function hasRealAdapter(): Promise<boolean> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  const info = adapter?.info;
  if (!info || info.isFallbackAdapter) return false;
  return !namesSoftware(`${info.architecture} ${info.description}`);
}

/** Resolves when the backend is chosen; a cell may choose another by `tf.setBackend`. */
export async function loaded(): Promise<void> {
  const wanted = (await hasRealAdapter()) ? 'webgpu' : 'cpu';
  if (!(await setBackend(wanted))) await setBackend('cpu');
  await ready();
}
