/** An engine over one TensorFlow.js backend. TensorFlow.js has one current backend: one session at a time. */
import * as tf from '@tensorflow/tfjs-core';
import { LoamError } from '../../../core/errors';
import type { Backend, Engine } from '../engine';
import { startSession, type SessionEffects } from './session';

// No banner on the console, and no checks of every value in every kernel.
tf.enableProdMode();

export const TFJS_VERSION = tf.version_core;

/** @throws LoamError `engine-unavailable` */
export async function useBackend(backend: Backend): Promise<void> {
  let reason = `the ${backend} backend did not start`;
  try {
    if (await tf.setBackend(backend)) return;
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  throw new LoamError('engine-unavailable', { backend, reason });
}

export function tfjsEngine(
  backend: Backend,
  adapter: string | null,
  effects: SessionEffects,
): Engine {
  return {
    backend,
    adapter,
    async start(job) {
      if (effects.lost()) throw new LoamError('engine-lost', { backend });
      await useBackend(backend);
      return startSession(job, backend, effects);
    },
    memory() {
      const { numTensors, numBytes } = tf.memory();
      return { tensors: numTensors, bytes: numBytes };
    },
  };
}
