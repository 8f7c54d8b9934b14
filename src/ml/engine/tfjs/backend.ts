/** Which of its backends TensorFlow.js computes on. */
import * as tf from '@tensorflow/tfjs-core';
import { LoamError } from '../../../core/errors';
import type { EngineName } from '../../../core/recipe/types';

/** The engines that are backends of TensorFlow.js, by its own names for them. */
export type TfjsBackend = Exclude<EngineName, 'exact' | 'fast'>;

/** @throws LoamError `engine-unavailable` */
export async function useBackend(backend: TfjsBackend): Promise<void> {
  let reason = `the ${backend} backend did not start`;
  try {
    if (await tf.setBackend(backend)) return;
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  throw new LoamError('engine-unavailable', { backend, reason });
}
