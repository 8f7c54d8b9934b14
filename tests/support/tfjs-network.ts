/**
 * Networks of TensorFlow.js's own operations, differentiated by TensorFlow.js: the other opinion on every
 * layer. Padding is left to the library. Batch normalisation takes the statistics of the batch while it trains;
 * dropout is left out.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import {
  planNetwork,
  sizeOf,
  type Parameter,
  type PlannedLayer,
} from '../../src/core/network/plan';
import type {
  Activation,
  LayerSpec,
  NetworkSpec,
  Padding,
  Pair,
} from '../../src/core/network/types';
import type { LossKind } from '../../src/ml/engine/engine';

export interface TfjsBatch {
  /** [rows, values] */
  inputs: Float32Array;
  targets: Float32Array;
}

export interface LossAndGradient {
  loss: number;
  outputs: Float32Array;
  /** By the flat weights; 0 for moving averages. */
  gradient: Float32Array;
}

/** Everything is disposed. */
export async function tfjsGradient(
  network: NetworkSpec,
  loss: LossKind,
  weights: Float32Array,
  batch: TfjsBatch,
): Promise<LossAndGradient> {
  await tf.setBackend('cpu');
  return tf.tidy(() => {
    const flat = tf.tensor1d(weights);
    const outputs = outputsOf(network, flat, batch);
    const { value, grad } = tf.valueAndGrad((w: tf.Tensor) =>
      meanLoss(loss, outputsOf(network, w as tf.Tensor1D, batch), batch.targets),
    )(flat);
    return {
      loss: value.dataSync<'float32'>()[0]!,
      outputs: Float32Array.from(outputs.dataSync<'float32'>()),
      gradient: Float32Array.from(grad.dataSync<'float32'>()),
    };
  });
}

/** What a trained network answers: [rows, outputs]. Everything is disposed. */
export async function tfjsForward(
  network: NetworkSpec,
  weights: Float32Array,
  inputs: Float32Array,
): Promise<Float32Array> {
  await tf.setBackend('cpu');
  return tf.tidy(() => {
    const x = tf.tensor(inputs, [inputs.length / sizeOf(network.input), ...network.input]);
    const outputs = through(network, tf.tensor1d(weights), x, 'predict');
    return Float32Array.from(outputs.dataSync<'float32'>());
  });
}

/**
 * Mean loss of each step of Adam on one batch, before the step. The step is written as Keras has it, epsilon
 * beside the root that is not corrected yet, which is not how `tf.train.adam` has it.
 */
export async function tfjsAdam(
  network: NetworkSpec,
  loss: LossKind,
  weights: Float32Array,
  batch: TfjsBatch,
  { learningRate, steps }: { learningRate: number; steps: number },
): Promise<number[]> {
  const current = Float32Array.from(weights);
  const mean = new Float64Array(weights.length);
  const square = new Float64Array(weights.length);
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const { loss: before, gradient } = await tfjsGradient(network, loss, current, batch);
    losses.push(before);
    const rate = (learningRate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
    gradient.forEach((g, i) => {
      mean[i]! += 0.1 * (g - mean[i]!);
      square[i]! += 0.001 * (g * g - square[i]!);
      current[i]! -= (rate * mean[i]!) / (Math.sqrt(square[i]!) + 1e-7);
    });
  }
  return losses;
}

function outputsOf(network: NetworkSpec, flat: tf.Tensor1D, { inputs, targets }: TfjsBatch) {
  return through(network, flat, tf.tensor(inputs, [targets.length, ...network.input]), 'train');
}

type Mode = 'train' | 'predict';

function through(network: NetworkSpec, flat: tf.Tensor1D, inputs: tf.Tensor, mode: Mode) {
  let x = inputs;
  planNetwork(network).layers.forEach((layer, i) => {
    const parts = layer.parameters.map((parameter) => partOf(flat, parameter));
    x = tf.reshape(outputOf(layer, network.layers[i], parts, x, mode), [-1, ...layer.output]);
  });
  return x;
}

function partOf(flat: tf.Tensor1D, { at, size, shape }: Parameter): tf.Tensor {
  return tf.reshape(tf.slice1d(flat, at, size), shape);
}

function outputOf(
  layer: PlannedLayer,
  spec: LayerSpec | undefined,
  parts: tf.Tensor[],
  x: tf.Tensor,
  mode: Mode,
): tf.Tensor {
  const [first, second, third, fourth] = parts as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const padding: Padding = spec && 'padding' in spec ? spec.padding : 'valid';
  switch (layer.op) {
    case 'dense':
      return activated(layer.activation, tf.add(tf.matMul(x, first), second));
    case 'conv2d': {
      const image = tf.reshape<tf.Rank.R4>(x, [-1, ...layer.window.input]);
      const kernel = first as tf.Tensor4D;
      const products = tf.conv2d(image, kernel, layer.window.stride, padding);
      return activated(layer.activation, tf.add(products, second));
    }
    case 'depthwise2d': {
      const image = tf.reshape<tf.Rank.R4>(x, [-1, ...layer.window.input]);
      const kernel = first as tf.Tensor4D;
      const products = tf.depthwiseConv2d(image, kernel, layer.window.stride, padding);
      return activated(layer.activation, tf.add(products, second));
    }
    case 'pool2d': {
      const { input, size, stride } = layer.window;
      const image = tf.reshape<tf.Rank.R4>(x, [-1, ...input]);
      if (layer.of === 'max') return tf.maxPool(image, size, stride, padding);
      if (padding === 'valid') return tf.avgPool(image, size, stride, padding);
      return paddedAverage(image, size, stride);
    }
    case 'batch-norm': {
      const rows = tf.reshape(x, [-1, layer.channels]);
      const { mean, variance } =
        mode === 'train' ? tf.moments(rows, 0) : { mean: third, variance: fourth };
      return scaled(rows, mean, variance, layer.epsilon, first, second);
    }
    case 'layer-norm': {
      const { mean, variance } = tf.moments(x, -1, true);
      return scaled(x, mean, variance, layer.epsilon, first, second);
    }
    case 'embedding': {
      const { vocabulary } = layer;
      const codes = tf.tidy(() => Int32Array.from(x.dataSync<'float32'>(), codeOf(vocabulary)));
      return tf.gather(first, tf.tensor(codes, x.shape, 'int32'));
    }
    case 'flatten':
    case 'dropout':
      return x;
    default:
      throw layer satisfies never;
  }
}

/**
 * Sums by counts, since the library's gradient of a padded average divides by the whole window where the
 * average itself counts real values only.
 */
function paddedAverage(image: tf.Tensor4D, [height, width]: Pair, stride: Pair): tf.Tensor {
  const ones = tf.ones<tf.Rank.R4>([height, width, image.shape[3], 1]);
  const sums = tf.depthwiseConv2d(image, ones, stride, 'same');
  return tf.div(sums, tf.depthwiseConv2d(tf.onesLike(image), ones, stride, 'same'));
}

function codeOf(vocabulary: number): (value: number) => number {
  return (x) => (Number.isInteger(x) && x >= 0 && x < vocabulary ? x : vocabulary);
}

function scaled(
  x: tf.Tensor,
  mean: tf.Tensor,
  variance: tf.Tensor,
  epsilon: number,
  gamma: tf.Tensor,
  beta: tf.Tensor,
): tf.Tensor {
  const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(normal, gamma), beta);
}

function activated(activation: Activation, x: tf.Tensor): tf.Tensor {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return tf.relu(x);
    case 'leaky-relu':
      return tf.leakyRelu(x);
    case 'elu':
      return tf.elu(x);
    case 'gelu': {
      const cubic = tf.add(x, tf.mul(tf.mul(x, tf.square(x)), 0.044715));
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(tf.mul(cubic, Math.sqrt(2 / Math.PI))), 1));
    }
    case 'silu':
      return tf.mul(x, tf.sigmoid(x));
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'tanh':
      return tf.tanh(x);
    case 'softplus':
      return tf.softplus(x);
    default:
      throw activation satisfies never;
  }
}

/** Half of the square for `squared`, as every engine of ours has it. */
function meanLoss(loss: LossKind, outputs: tf.Tensor, targets: Float32Array): tf.Scalar {
  if (loss === 'softmax') {
    const classes = tf.tensor1d(Int32Array.from(targets), 'int32');
    const hot = tf.oneHot(classes, outputs.shape[1]!, 1, 0, 'float32');
    return tf.neg(tf.mean(tf.sum(tf.mul(hot, tf.logSoftmax(outputs)), 1)));
  }
  const wanted = tf.tensor2d(targets, [targets.length, 1]);
  if (loss === 'logistic') {
    return tf.mean(tf.sub(tf.softplus(outputs), tf.mul(wanted, outputs)));
  }
  const off = tf.abs(tf.sub(outputs, wanted));
  const half = tf.mul(tf.square(off), 0.5);
  if (loss === 'squared') return tf.mean(half);
  if (loss === 'absolute') return tf.mean(off);
  return tf.mean(tf.where(tf.lessEqual(off, 1), half, tf.sub(off, 0.5)));
}
