/**
 * Forward and backward pass of a network of dense layers and dropout, written out. Letting the library
 * differentiate costs three times the kernels, and its back-propagation multiplies by transposed operands,
 * which the WASM backend does ten times slower than transposing first. On a GPU it is the other way round.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkPlan, PlannedLayer } from '../../../core/network/plan';
import { activate, activationSlope } from './activation';
import type { Differentiator } from './gradient';
import { lossGradient } from './loss-gradient';

type DenseLayer = Extract<PlannedLayer, { op: 'dense' }>;

interface DenseWeights {
  kernel: tf.Tensor2D;
  bias: tf.Tensor1D;
}

/** What the backward pass needs of one layer. */
type Seen =
  | {
      layer: DenseLayer;
      weights: DenseWeights;
      input: tf.Tensor2D;
      /** Before the activation. */
      z: tf.Tensor2D;
      output: tf.Tensor2D;
    }
  | { layer: null; mask: tf.Tensor2D; output: tf.Tensor2D };

/** @param onGpu how products and sums of the backward pass are put, see above */
export function denseStep(plan: NetworkPlan, onGpu = false): Differentiator {
  return {
    pass(loss, input) {
      const { outputs, seen } = forward(plan, input.weights, input.inputs, input.masks);
      const delta = lossGradient(loss, outputs, input.targets, input.scale);
      return {
        gradient: backward(seen, delta, onGpu ? gpuSums : hostSums(input.ones)),
        outputs,
        moved: undefined,
      };
    },
    predict: (weights, inputs) => forward(plan, weights, inputs, []).outputs,
  };
}

/** Without masks there is no dropout. */
function forward(
  plan: NetworkPlan,
  flat: tf.Tensor1D,
  inputs: tf.Tensor2D,
  masks: tf.Tensor2D[],
): { outputs: tf.Tensor2D; seen: Seen[] } {
  const seen: Seen[] = [];
  let x = inputs;
  let dropouts = 0;
  for (const layer of plan.layers) {
    if (layer.op === 'dense') {
      const weights = weightsOf(layer, flat);
      const { z, output } = denseOutput(layer, weights, x);
      seen.push({ layer, weights, input: x, z, output });
      x = output;
    } else if (layer.op === 'dropout') {
      const mask = masks[dropouts++];
      if (!mask) continue;
      x = tf.mul(x, mask);
      seen.push({ layer: null, mask, output: x });
    }
  }
  return { outputs: x, seen };
}

function weightsOf({ parameters, inputs, outputs }: DenseLayer, flat: tf.Tensor1D): DenseWeights {
  const [kernel, bias] = parameters.map(({ at, size }) => tf.slice1d(flat, at, size));
  return { kernel: tf.reshape(kernel!, [inputs, outputs]), bias: bias! };
}

function denseOutput(
  { activation }: DenseLayer,
  { kernel: b, bias }: DenseWeights,
  a: tf.Tensor2D,
): { z: tf.Tensor2D; output: tf.Tensor2D } {
  if (activation === 'relu') {
    // The slope of relu is seen from its output.
    const output = tf.fused.matMul({ a, b, bias, activation: 'relu' }) as tf.Tensor2D;
    return { z: output, output };
  }
  const z = tf.fused.matMul({ a, b, bias, activation: 'linear' }) as tf.Tensor2D;
  return { z, output: activate(activation, z) };
}

/** The products of the backward pass. */
interface Sums {
  /** a^T b */
  left(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D;
  /** a b^T */
  right(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D;
  /** Sums of columns. */
  columns(a: tf.Tensor2D): tf.Tensor;
}

const hostSums = (ones: tf.Tensor2D): Sums => ({
  left: (a, b) => tf.matMul(tf.transpose(a), b),
  right: (a, b) => tf.matMul(a, tf.transpose(b)),
  // As a product it is quicker than the sum kernel.
  columns: (a) => tf.matMul(ones, a),
});

const gpuSums: Sums = {
  left: (a, b) => tf.matMul(a, b, true),
  right: (a, b) => tf.matMul(a, b, false, true),
  columns: (a) => tf.sum(a, 0),
};

/** @param gradient d loss / d outputs, [rows, outputs] */
function backward(seen: Seen[], gradient: tf.Tensor2D, sums: Sums): tf.Tensor1D {
  const pieces: tf.Tensor1D[] = [];
  const first = seen.findIndex(({ layer }) => layer !== null);
  let delta = gradient;
  for (let l = seen.length - 1; l >= first; l--) {
    const step = seen[l]!;
    if (step.layer === null) {
      delta = tf.mul(delta, step.mask);
      continue;
    }
    const slope = slopeOf(step, seen[l + 1]);
    if (slope) delta = tf.mul(delta, slope);
    const kernelGradient = sums.left(step.input, delta);
    pieces.unshift(tf.reshape(kernelGradient, [-1]), tf.reshape(sums.columns(delta), [-1]));
    if (l > first) delta = sums.right(delta, step.weights.kernel);
  }
  return tf.concat1d(pieces);
}

function slopeOf(
  { layer, z, output }: Extract<Seen, { layer: DenseLayer }>,
  next: Seen | undefined,
): tf.Tensor2D | null {
  // Rounded as semantics 1 rounded it: from what dropout left of the output.
  const masked = layer.activation === 'tanh' && next?.layer === null ? next : null;
  const y = masked ? tf.divNoNan<tf.Tensor2D>(masked.output, masked.mask) : output;
  return activationSlope(layer.activation, z, y);
}
