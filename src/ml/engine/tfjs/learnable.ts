/**
 * A recipe's network as variables of TensorFlow.js, for a loop that a person writes: the same layers, losses and
 * order of weights that the engines have.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkPlan, Parameter, PlannedLayer } from '../../../core/network/plan';
import type { LossKind } from '../engine';
import { layerOutput, type BatchStatistics } from './layer-outputs';

export interface LearnableJob {
  plan: NetworkPlan;
  /** [inputs] or more axes, of one row. */
  input: number[];
  outputs: number;
  loss: LossKind;
  seed: number;
  /** All parameters in the order of the plan. */
  weights: Float32Array;
}

/** Rows as a loop is given them. */
export interface LearnableRows {
  rows: number;
  x: Float32Array;
  y: Float32Array;
  weights: Float32Array | null;
}

export interface LearnableTensors {
  /** [rows, inputs] */
  x: tf.Tensor2D;
  /** [rows] */
  y: tf.Tensor1D;
  /** [rows], or null where all rows count alike. */
  weights: tf.Tensor1D | null;
}

export class Learnable {
  readonly #job: LearnableJob;
  readonly #all: tf.Variable[];
  /** Those that have a gradient, for an optimiser. */
  readonly variables: tf.Variable[];
  #masks = 0;

  constructor(job: LearnableJob) {
    this.#job = job;
    const { parameters } = this;
    this.#all = parameters.map(({ shape, at, size }) =>
      tf.variable(tf.tensor(job.weights.slice(at, at + size), shape)),
    );
    this.variables = this.#all.filter((_, i) => parameters[i]!.trained);
  }

  get parameters(): Parameter[] {
    return this.#job.plan.layers.flatMap((layer) => layer.parameters);
  }

  /** The caller disposes them. */
  tensors({ rows, x, y, weights }: LearnableRows): LearnableTensors {
    return {
      x: tf.tensor2d(x, [rows, x.length / rows]),
      y: tf.tensor1d(y),
      weights: weights && tf.tensor1d(weights),
    };
  }

  /**
   * Logits for classes, the scaled number else: [rows, outputs]. While training dropout drops and moving averages
   * move.
   * @param x [rows, inputs]
   */
  apply(x: tf.Tensor, { training = false }: { training?: boolean } = {}): tf.Tensor2D {
    let at = 0;
    let values = x;
    for (const layer of this.#job.plan.layers) {
      const parameters = this.#all.slice(at, at + layer.parameters.length);
      at += layer.parameters.length;
      values = tf.reshape(values, [-1, ...layer.input]);
      const rows = values.shape[0]!;
      values = layerOutput(
        layer,
        {
          parameters,
          mask: training ? this.#mask(layer, rows) : undefined,
          statistics: training ? (found) => move(layer, parameters, found) : undefined,
        },
        values,
      );
    }
    return tf.reshape(values, [-1, this.#job.outputs]);
  }

  /** Mean loss of outputs, a number as a tensor: log loss for classes, else as the recipe says. */
  loss(outputs: tf.Tensor, y: tf.Tensor, weights: tf.Tensor | null = null): tf.Scalar {
    const { loss } = this.#job;
    const each = rowLosses(loss, outputs as tf.Tensor2D, tf.reshape(y, [-1]));
    if (!weights) return tf.mean(each) as tf.Scalar;
    return tf.div(tf.sum(tf.mul(each, weights)), tf.sum(weights));
  }

  async weights(): Promise<Float32Array> {
    const flat = new Float32Array(this.#job.plan.parameters);
    const values = await Promise.all(this.#all.map((variable) => variable.data()));
    this.parameters.forEach(({ at }, i) => flat.set(values[i]!, at));
    return flat;
  }

  #mask(layer: PlannedLayer, rows: number): tf.Tensor2D | undefined {
    if (layer.op !== 'dropout') return undefined;
    const seed = this.#job.seed * 1_000_003 + ++this.#masks;
    const drawn = tf.randomUniform([rows, layer.values], 0, 1, 'float32', seed);
    return tf.div(tf.cast(tf.greaterEqual(drawn, layer.rate), 'float32'), 1 - layer.rate);
  }
}

function move(layer: PlannedLayer, parameters: tf.Variable[], found: BatchStatistics): void {
  if (layer.op !== 'batch-norm') return;
  const { momentum } = layer;
  const [, , mean, variance] = parameters as [unknown, unknown, tf.Variable, tf.Variable];
  const towards = (old: tf.Variable, now: tf.Tensor) =>
    old.assign(tf.add(tf.mul(old, momentum), tf.mul(now, 1 - momentum)));
  towards(mean, found.mean);
  towards(variance, found.variance);
}

function rowLosses(loss: LossKind, outputs: tf.Tensor2D, y: tf.Tensor): tf.Tensor {
  if (loss === 'softmax') {
    const classes = outputs.shape[1];
    const wanted = tf.oneHot(tf.cast(y, 'int32') as tf.Tensor1D, classes);
    return tf.neg(tf.sum(tf.mul(tf.logSoftmax(outputs), wanted), -1));
  }
  const answers = tf.reshape(outputs, [-1]);
  const apart = tf.abs(tf.sub(answers, y));
  switch (loss) {
    case 'logistic': {
      // max(z, 0) - z y + log(1 + e^-|z|), which overflows nowhere.
      const tail = tf.log1p(tf.exp(tf.neg(tf.abs(answers))));
      return tf.add(tf.sub(tf.relu(answers), tf.mul(answers, y)), tail);
    }
    case 'squared':
      return tf.square(apart);
    case 'absolute':
      return apart;
    case 'huber': {
      const near = tf.minimum(apart, 1);
      return tf.add(tf.div(tf.square(near), 2), tf.sub(apart, near));
    }
    default:
      throw loss satisfies never;
  }
}
