/** Where weights live and how a gradient changes them. */
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkPlan } from '../../../core/network/plan';
import type { NetworkJob } from '../engine';
import { makeOptimiser } from './optimiser';
import { makePenalty } from './penalty';

export interface UpdateStart {
  weights: Float32Array;
  /** What the optimiser remembered; null begins at 0. */
  memory: Float32Array[] | null;
  stepsDone: number;
}

export interface Update {
  /**
   * All parameters in the order of the plan, perhaps with more behind them. The update's own, until the next
   * step.
   */
  weights(): tf.Tensor1D;
  /**
   * Adds penalties to the gradient and makes one step; disposes the gradient and `moved`.
   * @param moved how far moving averages move besides
   * @param keep weights not to be disposed when they are replaced; the caller's from then on
   */
  apply(gradient: tf.Tensor1D, moved: tf.Tensor1D | undefined, keep: tf.Tensor1D | null): void;
  /** Copies. */
  read(): Promise<{ weights: Float32Array; memory: Float32Array[] }>;
  dispose(): void;
}

/** A dozen operations on flat vectors. */
export function plainUpdate(job: NetworkJob, plan: NetworkPlan, start: UpdateStart): Update {
  const penalty = makePenalty(plan, job);
  const optimiser = makeOptimiser({
    optimiser: job.trainer.optimiser,
    rate: job.trainer.learningRate,
    parameters: plan.parameters,
    decay: penalty.decay,
    stepsDone: start.stepsDone,
    memory: start.memory,
  });
  let weights = tf.tensor1d(start.weights);
  return {
    weights: () => weights,
    apply(gradient, moved, keep) {
      const whole = tf.tidy(() => penalty.apply(gradient, weights));
      let next = optimiser.apply(weights, whole);
      tf.dispose([gradient, whole]);
      if (moved) {
        const stepped = next;
        next = tf.add(stepped, moved);
        tf.dispose([stepped, moved]);
      }
      if (weights !== keep) weights.dispose();
      weights = next;
    },
    async read() {
      const all = [weights, ...optimiser.memory()];
      const [first, ...memory] = await Promise.all(all.map(copyOf));
      return { weights: first!, memory };
    },
    dispose() {
      penalty.dispose();
      optimiser.dispose();
      weights.dispose();
    },
  };
}

async function copyOf(tensor: tf.Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data<'float32'>());
}
