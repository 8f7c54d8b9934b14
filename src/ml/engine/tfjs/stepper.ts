/** One step: gradient of a batch, penalties, optimiser. Weights and what the optimiser remembers live here. */
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkPlan } from '../../../core/network/plan';
import type { NetworkJob } from '../engine';
import type { Batch } from './batches';
import { denseStep, isDense } from './dense-step';
import { dropoutMasks } from './dropout';
import type { Pass } from './gradient';
import { layerStep } from './layer-step';
import { makeOptimiser } from './optimiser';
import { makePenalty } from './penalty';

export interface Stepper {
  /** As they are now; the stepper's own, until the next step. */
  weights(): tf.Tensor1D;
  memory(): tf.Tensor1D[];
  /**
   * Outputs of the batch before the step, [rows, outputs]; the caller's.
   * @param keep weights not to be disposed when the step replaces them; the caller's from then on
   */
  step(batch: Batch, keep: tf.Tensor1D | null): tf.Tensor2D;
  /** Outputs as predictions see them. Runs inside `tf.tidy`. */
  predict(inputs: tf.Tensor2D): tf.Tensor2D;
  dispose(): void;
}

export interface StepperStart {
  weights: Float32Array;
  /** Null begins at 0. */
  memory: Float32Array[] | null;
  stepsDone: number;
}

/** Tensors that depend only on the number of rows in a batch. */
interface BatchConstants {
  ones: tf.Tensor2D;
  inverse: tf.Scalar;
}

export function makeStepper(job: NetworkJob, plan: NetworkPlan, start: StepperStart): Stepper {
  const differentiator = isDense(job.network) ? denseStep(plan) : layerStep(plan);
  const penalty = makePenalty(plan, job);
  const optimiser = makeOptimiser({
    optimiser: job.trainer.optimiser,
    rate: job.trainer.learningRate,
    parameters: plan.parameters,
    decay: penalty.decay,
    stepsDone: start.stepsDone,
    memory: start.memory,
  });
  const constants = new Map<number, BatchConstants>();
  let weights = tf.tensor1d(start.weights);
  let { stepsDone } = start;

  function constantsFor(rows: number): BatchConstants {
    let found = constants.get(rows);
    if (!found) {
      found = { ones: tf.ones([1, rows]), inverse: tf.scalar(1 / rows) };
      constants.set(rows, found);
    }
    return found;
  }

  function passOf({ inputs, targets, weights: rowWeights }: Batch) {
    const [rows] = inputs.shape;
    const { ones, inverse } = constantsFor(rows);
    return tf.tidy((): Pass => {
      const { gradient, outputs, moved } = differentiator.pass(job.loss, {
        weights,
        inputs,
        targets:
          job.loss === 'softmax' ? oneHot(targets, job.network.outputs) : (targets as tf.Tensor2D),
        scale: rowWeights ? tf.mul(rowWeights, inverse) : inverse,
        masks: dropoutMasks(plan, job.seed, rows, stepsDone),
        ones,
      });
      return { gradient: penalty.apply(gradient, weights), outputs, moved };
    });
  }

  return {
    weights: () => weights,
    memory: () => optimiser.memory(),
    step(batch, keep) {
      const { gradient, outputs, moved } = passOf(batch);
      let next = optimiser.apply(weights, gradient);
      gradient.dispose();
      if (moved) {
        const stepped = next;
        next = tf.add(stepped, moved);
        tf.dispose([stepped, moved]);
      }
      if (weights !== keep) weights.dispose();
      weights = next;
      stepsDone++;
      return outputs;
    },
    predict: (inputs) => differentiator.predict(weights, inputs),
    dispose() {
      penalty.dispose();
      optimiser.dispose();
      for (const { ones, inverse } of constants.values()) tf.dispose([ones, inverse]);
      weights.dispose();
    },
  };
}

/** Cast after, because the WASM kernel writes the bits of integers whatever type is asked for. */
function oneHot(classes: tf.Tensor, depth: number): tf.Tensor2D {
  return tf.cast(tf.oneHot(classes as tf.Tensor1D, depth) as tf.Tensor2D, 'float32');
}
