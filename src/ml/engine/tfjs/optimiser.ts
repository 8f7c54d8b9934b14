/**
 * Optimisers over one flat weight vector: a dozen kernels per step, however many layers there are.
 * Formulas and constants as in Keras: momentum 0.9; RMSProp decay 0.9; Adam 0.9, 0.999 (Kingma and Ba
 * 2015, bias correction folded into the step size); epsilon 1e-7. AdamW takes the decay off the weights
 * themselves, times the rate (Loshchilov and Hutter 2019).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Optimiser } from '../../../core/recipe/types';

export interface OptimiserState {
  /** What it remembers, in the order of `SessionState`; its own, until the next step. */
  memory(): tf.Tensor1D[];
  /**
   * The weights after one step; neither argument is disposed, the result is the caller's. Runs outside
   * of `tf.tidy`, since what it remembers lives on.
   */
  apply(weights: tf.Tensor1D, gradient: tf.Tensor1D): tf.Tensor1D;
  dispose(): void;
}

const EPSILON = 1e-7;
const MOMENTUM = 0.9;
const RMS_DECAY = 0.9;
const BETA_1 = 0.9;
const BETA_2 = 0.999;

interface Step {
  weights: tf.Tensor1D;
  /** What the optimiser remembers, in the order of the vectors it was given. */
  memory: tf.Tensor1D[];
}

interface Rule {
  /** How many vectors, at first 0, it remembers. */
  memories: number;
  /** Runs inside `tf.tidy`. */
  step(weights: tf.Tensor1D, gradient: tf.Tensor1D, memory: tf.Tensor1D[]): Step;
}

/** Makes a scalar that lives as long as the optimiser: making one anew costs as much as a kernel. */
type Constant = (value: number) => tf.Scalar;

function sgd(rate: tf.Scalar): Rule {
  return {
    memories: 0,
    step: (weights, gradient) => ({
      weights: tf.sub(weights, tf.mul(gradient, rate)),
      memory: [],
    }),
  };
}

function momentum(rate: tf.Scalar, constant: Constant): Rule {
  const decay = constant(MOMENTUM);
  return {
    memories: 1,
    step(weights, gradient, memory) {
      const velocity = tf.add<tf.Tensor1D>(tf.mul(memory[0]!, decay), gradient);
      return { weights: tf.sub(weights, tf.mul(velocity, rate)), memory: [velocity] };
    },
  };
}

/** mean + share * (x - mean) */
function average(mean: tf.Tensor1D, x: tf.Tensor1D, share: tf.Scalar): tf.Tensor1D {
  return tf.add(mean, tf.mul(tf.sub(x, mean), share));
}

function rmsprop(rate: tf.Scalar, constant: Constant): Rule {
  const share = constant(1 - RMS_DECAY);
  const epsilon = constant(EPSILON);
  return {
    memories: 1,
    step(weights, gradient, memory) {
      const squares = average(memory[0]!, tf.square(gradient), share);
      const direction = tf.div<tf.Tensor1D>(gradient, tf.add(tf.sqrt(squares), epsilon));
      return { weights: tf.sub(weights, tf.mul(direction, rate)), memory: [squares] };
    },
  };
}

function adam(rate: number, stepsDone: number, constant: Constant): Rule {
  const share1 = constant(1 - BETA_1);
  const share2 = constant(1 - BETA_2);
  const epsilon = constant(EPSILON);
  let power1 = 1;
  let power2 = 1;
  for (let step = 0; step < stepsDone; step++) {
    power1 *= BETA_1;
    power2 *= BETA_2;
  }
  return {
    memories: 2,
    step(weights, gradient, memory) {
      power1 *= BETA_1;
      power2 *= BETA_2;
      const first = average(memory[0]!, gradient, share1);
      const second = average(memory[1]!, tf.square(gradient), share2);
      const corrected = tf.scalar((rate * Math.sqrt(1 - power2)) / (1 - power1));
      const direction = tf.div<tf.Tensor1D>(first, tf.add(tf.sqrt(second), epsilon));
      const next = tf.sub<tf.Tensor1D>(weights, tf.mul(direction, corrected));
      return { weights: next, memory: [first, second] };
    },
  };
}

function adamw(rate: number, stepsDone: number, constant: Constant, decay: tf.Tensor1D): Rule {
  const inner = adam(rate, stepsDone, constant);
  const factor = constant(rate);
  return {
    memories: inner.memories,
    step(weights, gradient, memory) {
      const less = tf.mul<tf.Tensor1D>(tf.mul(weights, decay), factor);
      return inner.step(tf.sub(weights, less), gradient, memory);
    },
  };
}

export interface OptimiserSettings {
  optimiser: Optimiser;
  rate: number;
  parameters: number;
  /** Decay of each weight for AdamW, which does not dispose it; others ignore it. */
  decay: tf.Tensor1D | null;
  stepsDone: number;
  /** What it remembered, to go on; null begins at 0. */
  memory: Float32Array[] | null;
}

function ruleOf({ optimiser, rate, decay, stepsDone }: OptimiserSettings, constant: Constant) {
  switch (optimiser) {
    case 'sgd':
      return sgd(constant(rate));
    case 'momentum':
      return momentum(constant(rate), constant);
    case 'rmsprop':
      return rmsprop(constant(rate), constant);
    case 'adam':
      return adam(rate, stepsDone, constant);
    case 'adamw':
      return decay ? adamw(rate, stepsDone, constant, decay) : adam(rate, stepsDone, constant);
    default:
      throw optimiser satisfies never;
  }
}

export function makeOptimiser(settings: OptimiserSettings): OptimiserState {
  const constants: tf.Scalar[] = [];
  const rule = ruleOf(settings, (value) => {
    const scalar = tf.scalar(value);
    constants.push(scalar);
    return scalar;
  });
  let memory = Array.from({ length: rule.memories }, (_, i) =>
    settings.memory
      ? tf.tensor1d(settings.memory[i]!)
      : tf.zeros<tf.Rank.R1>([settings.parameters]),
  );
  return {
    memory: () => memory,
    apply(weights, gradient) {
      const before = memory;
      const [next, ...after] = tf.tidy(() => {
        const step = rule.step(weights, gradient, before);
        return [step.weights, ...step.memory];
      }) as [tf.Tensor1D, ...tf.Tensor1D[]];
      tf.dispose(before);
      memory = after;
      return next;
    },
    dispose() {
      tf.dispose([...memory, ...constants]);
      memory = [];
      constants.length = 0;
    },
  };
}
