/**
 * Forward and backward pass of a dense network, written out. Letting the library differentiate costs three
 * times the kernels, and its back-propagation multiplies by transposed operands, which the WASM backend
 * does ten times slower than transposing first.
 *
 * Every function here runs inside `tf.tidy`; tensors that it returns belong to the caller.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LossKind } from '../engine';
import type { LayerPlan, NetworkPlan } from '../network';

export interface LayerWeights {
  kernel: tf.Tensor2D;
  bias: tf.Tensor1D;
}

export function layerWeights(plan: NetworkPlan, flat: tf.Tensor1D): LayerWeights[] {
  return plan.layers.map(({ inputs, outputs, kernelAt, biasAt }) => ({
    kernel: tf.reshape(tf.slice1d(flat, kernelAt, inputs * outputs), [inputs, outputs]),
    bias: tf.slice1d(flat, biasAt, outputs),
  }));
}

function layerOutput(layer: LayerPlan, weights: LayerWeights, x: tf.Tensor2D): tf.Tensor2D {
  const z = tf.fused.matMul({
    a: x,
    b: weights.kernel,
    bias: weights.bias,
    activation: layer.activation === 'relu' ? 'relu' : 'linear',
  }) as tf.Tensor2D;
  return layer.activation === 'tanh' ? tf.tanh(z) : z;
}

export interface Activations {
  /** What went into each layer (after dropout), then the network's outputs. */
  values: tf.Tensor2D[];
  /** Dropout mask on what went into each layer; undefined where there is none. */
  masks: (tf.Tensor2D | undefined)[];
}

/** `masks[l]` multiplies the output of hidden layer l; it holds 0 or 1 / (1 - dropout). */
export function forward(
  plan: NetworkPlan,
  weights: LayerWeights[],
  inputs: tf.Tensor2D,
  masks: tf.Tensor2D[] = [],
): Activations {
  const seen: Activations = { values: [inputs], masks: [undefined] };
  plan.layers.forEach((layer, l) => {
    let y = layerOutput(layer, weights[l]!, seen.values[l]!);
    const mask = masks[l];
    if (mask) y = tf.mul(y, mask);
    seen.values.push(y);
    seen.masks.push(mask);
  });
  return seen;
}

/** d(mean weighted loss) / d(outputs). `scale` is [rows, 1] or a scalar: weight / rows. */
export function lossGradient(
  loss: LossKind,
  outputs: tf.Tensor2D,
  targets: tf.Tensor2D,
  scale: tf.Tensor,
): tf.Tensor2D {
  const answer =
    loss === 'softmax' ? tf.softmax(outputs) : loss === 'logistic' ? tf.sigmoid(outputs) : outputs;
  return tf.mul(tf.sub(answer, targets), scale);
}

/**
 * Gradient of the loss by the flat weights.
 * @param gradient d loss / d outputs, [rows, outputs]
 * @param ones [1, rows] of ones: summing over rows as a product is quicker than the sum kernel
 */
export function backward(
  plan: NetworkPlan,
  weights: LayerWeights[],
  seen: Activations,
  gradient: tf.Tensor2D,
  ones: tf.Tensor2D,
): tf.Tensor1D {
  const pieces: tf.Tensor1D[] = [];
  let delta = gradient;
  for (let l = plan.layers.length - 1; l >= 0; l--) {
    const x = seen.values[l]!;
    const kernelGradient = tf.matMul(tf.transpose(x), delta);
    pieces.unshift(tf.reshape(kernelGradient, [-1]), tf.reshape(tf.matMul(ones, delta), [-1]));
    if (l === 0) break;
    delta = tf.matMul(delta, tf.transpose(weights[l]!.kernel));
    const mask = seen.masks[l];
    if (mask) delta = tf.mul(delta, mask);
    delta = tf.mul(delta, activationSlope(plan.layers[l - 1]!, x, mask));
  }
  return tf.concat1d(pieces);
}

/** Slope of an activation from its output y. Under a mask y is scaled, which relu's slope does not see. */
function activationSlope(
  layer: LayerPlan,
  y: tf.Tensor2D,
  mask: tf.Tensor2D | undefined,
): tf.Tensor2D {
  if (layer.activation === 'relu') return tf.step(y);
  const unmasked = mask ? tf.divNoNan(y, mask) : y;
  return tf.sub(1, tf.square(unmasked));
}
