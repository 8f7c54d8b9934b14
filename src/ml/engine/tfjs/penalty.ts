/** What l1, l2 and clipping make of a gradient. */
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkPlan } from '../../../core/network/plan';
import type { NetworkJob } from '../engine';

export interface Penalty {
  /** l2 at kernels and embeddings, 0 elsewhere; null where it is 0 everywhere. Owned by the penalty. */
  decay: tf.Tensor1D | null;
  /** Runs inside `tf.tidy`. */
  apply(gradient: tf.Tensor1D, weights: tf.Tensor1D): tf.Tensor1D;
  dispose(): void;
}

/** AdamW's decay is no part of the gradient: the optimiser applies it. */
export function makePenalty(plan: NetworkPlan, job: NetworkJob): Penalty {
  const decay = job.l2 > 0 ? atDecayed(plan, job.l2) : null;
  const lasso = job.l1 > 0 ? atDecayed(plan, job.l1) : null;
  const most = job.clip === null ? null : tf.scalar(job.clip);
  const decoupled = job.trainer.optimiser === 'adamw';
  return {
    decay,
    apply(gradient, weights) {
      let sum = gradient;
      if (decay && !decoupled) sum = tf.add(sum, tf.mul(weights, decay));
      if (lasso) sum = tf.add(sum, tf.mul(tf.sign(weights), lasso));
      return most ? clipped(sum, most) : sum;
    },
    dispose() {
      tf.dispose([decay, lasso, most].filter((tensor) => tensor !== null));
    },
  };
}

/** Scaled down to the norm `most` where it is longer. */
function clipped(gradient: tf.Tensor1D, most: tf.Scalar): tf.Tensor1D {
  const norm = tf.sqrt(tf.sum(tf.square(gradient)));
  return tf.mul(gradient, tf.div(most, tf.maximum(norm, most)));
}

function atDecayed(plan: NetworkPlan, value: number): tf.Tensor1D {
  const flat = new Float32Array(plan.parameters);
  for (const { parameters } of plan.layers) {
    for (const { at, size, decayed } of parameters) if (decayed) flat.fill(value, at, at + size);
  }
  return tf.tensor1d(flat);
}
