/** One step of training: the gradient of a batch, and what it makes of the weights. */
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkPlan } from '../../../core/network/plan';
import type { NetworkJob } from '../engine';
import type { Batch } from './batches';
import { isDense } from './dense-network';
import { denseStep } from './dense-step';
import { dropoutMasks } from './dropout';
import type { Pass } from './gradient';
import { layerStep } from './layer-step';
import type { Update } from './update';

export interface Stepper {
  /**
   * Outputs of the batch before the step, [rows, outputs]; the caller's.
   * @param keep weights not to be disposed when the step replaces them; the caller's from then on
   */
  step(batch: Batch, keep: tf.Tensor1D | null): tf.Tensor2D;
  /** Outputs as predictions see them. Runs inside `tf.tidy`. */
  predict(inputs: tf.Tensor2D): tf.Tensor2D;
  dispose(): void;
}

/** Tensors that depend only on the number of rows in a batch. */
interface BatchConstants {
  ones: tf.Tensor2D;
  inverse: tf.Scalar;
}

/** @param update disposed by the caller */
export function makeStepper(
  job: NetworkJob,
  plan: NetworkPlan,
  update: Update,
  { stepsDone: startStep, onGpu }: { stepsDone: number; onGpu: boolean },
): Stepper {
  const differentiator = isDense(job.network) ? denseStep(plan, onGpu) : layerStep(plan);
  const constants = new Map<number, BatchConstants>();
  let stepsDone = startStep;

  function constantsFor(rows: number): BatchConstants {
    let found = constants.get(rows);
    if (!found) {
      found = { ones: tf.ones([1, rows]), inverse: tf.scalar(1 / rows) };
      constants.set(rows, found);
    }
    return found;
  }

  function passOf({ inputs, targets, weights }: Batch): Pass {
    const [rows] = inputs.shape;
    const { ones, inverse } = constantsFor(rows);
    return tf.tidy(() =>
      differentiator.pass(job.loss, {
        weights: update.weights(),
        inputs,
        targets:
          job.loss === 'softmax' ? oneHot(targets, job.network.outputs) : (targets as tf.Tensor2D),
        scale: weights ? tf.mul(weights, inverse) : inverse,
        masks: dropoutMasks(plan, job.seed, rows, stepsDone),
        ones,
      }),
    );
  }

  return {
    step(batch, keep) {
      const { gradient, outputs, moved } = passOf(batch);
      update.apply(gradient, moved, keep);
      stepsDone++;
      return outputs;
    },
    predict: (inputs) => differentiator.predict(update.weights(), inputs),
    dispose() {
      for (const { ones, inverse } of constants.values()) tf.dispose([ones, inverse]);
    },
  };
}

/** Cast after, because the WASM kernel writes the bits of integers whatever type is asked for. */
function oneHot(classes: tf.Tensor, depth: number): tf.Tensor2D {
  return tf.cast(tf.oneHot(classes as tf.Tensor1D, depth) as tf.Tensor2D, 'float32');
}
