/**
 * Every kind of layer out of operations of TensorFlow.js, which differentiates them. Shapes inside are
 * [rows, ...shape of a row]. Runs inside `tf.tidy`.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PlannedLayer } from '../../../core/network/plan';
import type { Activation } from '../../../core/network/types';
import { activate, activationSlope } from './activation';
import { averagePool, depthwise, maximumPool, slide } from './window-outputs';

/** Mean and variance of a batch, by which a batch-norm layer's moving averages move. */
export interface BatchStatistics {
  mean: tf.Tensor1D;
  variance: tf.Tensor1D;
}

export interface LayerPlace {
  /** In the order of the plan. */
  parameters: tf.Tensor[];
  /** Only while training, [rows, values]: what dropout multiplies by. */
  mask?: tf.Tensor2D | undefined;
  /** Given while training, called by batch-norm layers; without, they use their moving averages. */
  statistics?: ((found: BatchStatistics) => void) | undefined;
}

/** @param x [rows, ...layer.input] */
export function layerOutput(layer: PlannedLayer, place: LayerPlace, x: tf.Tensor): tf.Tensor {
  const [first, second] = place.parameters as [tf.Tensor, tf.Tensor];
  switch (layer.op) {
    case 'dense':
      return activated(layer.activation, tf.add(tf.matMul(x, first), second));
    case 'conv2d':
      return activated(layer.activation, tf.add(slide(x, first, layer.window), second));
    case 'depthwise2d':
      return activated(layer.activation, tf.add(depthwise(x, first, layer.window), second));
    case 'pool2d':
      return layer.of === 'max' ? maximumPool(x, layer.window) : averagePool(x, layer.window);
    case 'flatten':
      return x;
    case 'batch-norm':
      return batchNorm(x, layer.epsilon, place);
    case 'layer-norm': {
      const { centred, variance } = spread(x, [x.rank - 1]);
      return scaled(centred, variance, layer.epsilon, first, second);
    }
    case 'dropout':
      return place.mask ? tf.mul(x, tf.reshape(place.mask, x.shape)) : x;
    case 'embedding':
      return tf.gather(first, codesOf(x, layer.vocabulary));
    default:
      throw layer satisfies never;
  }
}

/** With the slope that the written-out step uses, so that all activations are there on every backend. */
function activated(activation: Activation, x: tf.Tensor): tf.Tensor {
  if (activation === 'linear') return x;
  const apply = tf.customGrad((input, save) => {
    const z = input as tf.Tensor;
    const value = activate(activation, z);
    (save as tf.GradSaveFunc)([z, value]);
    const gradFunc = (dy: tf.Tensor, [before, after]: tf.Tensor[]) => {
      const slope = activationSlope(activation, before!, after!);
      return slope ? tf.mul(dy, slope) : dy;
    };
    return { value, gradFunc };
  });
  return apply(x);
}

/** Population variance over `axes`. */
function spread(x: tf.Tensor, axes: number[]) {
  const mean = tf.mean(x, axes, true);
  const centred = tf.sub(x, mean);
  return { mean, centred, variance: tf.mean(tf.square(centred), axes, true) };
}

function scaled(
  centred: tf.Tensor,
  variance: tf.Tensor,
  epsilon: number,
  gamma: tf.Tensor,
  beta: tf.Tensor,
): tf.Tensor {
  const unit = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(unit, gamma), beta);
}

function batchNorm(
  x: tf.Tensor,
  epsilon: number,
  { parameters, statistics }: LayerPlace,
): tf.Tensor {
  const [gamma, beta, mean, variance] = parameters as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  if (!statistics) return scaled(tf.sub(x, mean), variance, epsilon, gamma, beta);
  const axes = x.shape.slice(1).map((_, axis) => axis);
  const found = spread(x, axes);
  statistics({
    mean: tf.reshape(found.mean, [-1]),
    variance: tf.reshape(found.variance, [-1]),
  });
  return scaled(found.centred, found.variance, epsilon, gamma, beta);
}

/** Rows of the embedding; whatever is no code takes the last one. Comparisons with NaN are false. */
function codesOf(x: tf.Tensor, vocabulary: number): tf.Tensor {
  const whole = tf.equal(x, tf.floor(x));
  const inside = tf.logicalAnd(tf.greaterEqual(x, 0), tf.less(x, vocabulary));
  const known = tf.logicalAnd(whole, inside);
  return tf.cast(tf.where(known, x, tf.fill(x.shape, vocabulary)), 'int32');
}
