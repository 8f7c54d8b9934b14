/** An engine over one TensorFlow.js backend. TensorFlow.js has one current backend: one session at a time. */
import * as tf from '@tensorflow/tfjs-core';
import { LoamError } from '../../../core/errors';
import type { Engine } from '../engine';
import { useBackend, type TfjsBackend } from './backend';
import { startSession, type SessionEffects } from './session';

// No banner on the console, and no checks of every value in every kernel.
tf.enableProdMode();

export const TFJS_VERSION = tf.version_core;

export function tfjsEngine(
  name: TfjsBackend,
  adapter: string | null,
  effects: SessionEffects,
): Engine {
  return {
    name,
    adapter,
    moduleFor: () => null,
    async start(job, from = null) {
      if (job.type !== 'network') {
        throw new LoamError('internal', { message: `TensorFlow.js trains no ${job.type}` });
      }
      if (effects.lost()) throw new LoamError('engine-lost', { backend: name });
      await useBackend(name);
      return startSession(job, from, name, effects);
    },
    memory() {
      const { numTensors, numBytes } = tf.memory();
      return { tensors: numTensors, bytes: numBytes };
    },
  };
}
