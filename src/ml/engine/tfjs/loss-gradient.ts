/** Slope of the mean weighted loss by the network's outputs. */
import * as tf from '@tensorflow/tfjs-core';
import type { LossKind } from '../engine';

/**
 * Of half the square for `squared`, as the engines count it. Runs inside `tf.tidy`.
 * @param targets [rows, 1], one-hot [rows, outputs] for softmax
 * @param scale [rows, 1] or a scalar: weight / rows
 */
export function lossGradient(
  loss: LossKind,
  outputs: tf.Tensor2D,
  targets: tf.Tensor2D,
  scale: tf.Tensor,
): tf.Tensor2D {
  return tf.mul(slope(loss, outputs, targets), scale);
}

function slope(loss: LossKind, outputs: tf.Tensor2D, targets: tf.Tensor2D): tf.Tensor2D {
  switch (loss) {
    case 'softmax':
      return tf.sub(tf.softmax(outputs), targets);
    case 'logistic':
      return tf.sub(tf.sigmoid(outputs), targets);
    case 'squared':
      return tf.sub(outputs, targets);
    case 'absolute':
      return tf.sign(tf.sub(outputs, targets));
    case 'huber':
      return tf.maximum(-1, tf.minimum(1, tf.sub(outputs, targets)));
    default:
      throw loss satisfies never;
  }
}
