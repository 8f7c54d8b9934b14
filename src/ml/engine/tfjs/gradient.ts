/** What a way through a network owes the session, whoever differentiates it. */
import type * as tf from '@tensorflow/tfjs-core';
import type { LossKind } from '../engine';

export type Pass = {
  /** By the flat weights, of the mean weighted loss alone; 0 at moving averages. */
  gradient: tf.Tensor1D;
  /** [rows, outputs] */
  outputs: tf.Tensor2D;
  /** To be added to the flat weights after the step: how far the moving averages move; undefined if there are none. */
  moved: tf.Tensor1D | undefined;
};

export interface PassInput {
  /** All parameters in the order of the plan. */
  weights: tf.Tensor1D;
  /** [rows, values] */
  inputs: tf.Tensor2D;
  /** [rows, 1], or one-hot [rows, outputs] for softmax. */
  targets: tf.Tensor2D;
  /** Weight of each row over their number: [rows, 1] or a scalar. */
  scale: tf.Tensor;
  /** One for each dropout layer. */
  masks: tf.Tensor2D[];
  /** [1, rows] of ones. */
  ones: tf.Tensor2D;
}

/** Functions that run inside `tf.tidy`; tensors that they return belong to the caller. */
export interface Differentiator {
  pass(loss: LossKind, input: PassInput): Pass;
  /** Outputs as predictions see them, [rows, outputs]. */
  predict(weights: tf.Tensor1D, inputs: tf.Tensor2D): tf.Tensor2D;
}
