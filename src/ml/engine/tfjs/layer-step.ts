/**
 * Forward and backward pass of any network, differentiated by TensorFlow.js: the way for layers that
 * dense-step.ts does not know.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkPlan, Parameter } from '../../../core/network/plan';
import type { LossKind } from '../engine';
import type { Differentiator, Pass, PassInput } from './gradient';
import { registerLayerGradients } from './gradients';
import { layerOutput, type BatchStatistics } from './layer-outputs';
import { lossGradient } from './loss-gradient';

export function layerStep(plan: NetworkPlan): Differentiator {
  registerLayerGradients();
  return {
    pass: (loss, input) => pass(plan, loss, input),
    predict: (weights, inputs) => run(plan, split(plan, weights), inputs),
  };
}

/** Parameters by where they are in the flat vector. */
type Parts = ReadonlyMap<number, tf.Tensor>;

const parametersOf = ({ layers }: NetworkPlan): Parameter[] =>
  layers.flatMap(({ parameters }) => parameters);

function split(plan: NetworkPlan, flat: tf.Tensor1D): Parts {
  const parts = parametersOf(plan).map(
    ({ at, size, shape }) => [at, tf.reshape(tf.slice1d(flat, at, size), shape)] as const,
  );
  return new Map(parts);
}

interface Training {
  masks: tf.Tensor2D[];
  /** For each batch-norm layer, by where its parameters begin. */
  statistics: Map<number, BatchStatistics>;
}

/** Without `training`, as predictions see it. */
function run(
  plan: NetworkPlan,
  parts: Parts,
  inputs: tf.Tensor2D,
  training?: Training,
): tf.Tensor2D {
  let x: tf.Tensor = inputs;
  let dropouts = 0;
  for (const layer of plan.layers) {
    const parameters = layer.parameters.map(({ at }) => parts.get(at)!);
    const mask = layer.op === 'dropout' ? training?.masks[dropouts++] : undefined;
    const start = layer.parameters[0]?.at ?? 0;
    const statistics =
      training && ((found: BatchStatistics) => void training.statistics.set(start, found));
    const shaped = tf.reshape(x, [-1, ...layer.input]);
    const output = layerOutput(layer, { parameters, mask, statistics }, shaped);
    x = tf.reshape(output, [-1, ...layer.output]);
  }
  return x as tf.Tensor2D;
}

function pass(plan: NetworkPlan, loss: LossKind, input: PassInput): Pass {
  const { masks, targets, scale } = input;
  const parts = split(plan, input.weights);
  const trained = parametersOf(plan).filter((parameter) => parameter.trained);
  const statistics = new Map<number, BatchStatistics>();
  let outputs: tf.Tensor2D | null = null;

  // The library tidies up what is made while it differentiates; what is wanted after is kept.
  const forward = (...values: tf.Tensor[]): tf.Scalar => {
    const moving = new Map(parts);
    trained.forEach(({ at }, i) => moving.set(at, values[i]!));
    outputs = tf.keep(run(plan, moving, input.inputs, { masks, statistics }));
    for (const { mean, variance } of statistics.values()) {
      tf.keep(mean);
      tf.keep(variance);
    }
    return slopeOnly(outputs, () => lossGradient(loss, outputs!, targets, scale));
  };
  const gradients = tf.grads(forward)(trained.map(({ at }) => parts.get(at)!));
  const gradient = joined(plan, new Map(trained.map(({ at }, i) => [at, gradients[i]!])));
  const moved = statistics.size > 0 ? movement(plan, parts, statistics) : undefined;
  for (const { mean, variance } of statistics.values()) tf.dispose([mean, variance]);
  return { gradient, outputs: outputs!, moved };
}

/** A loss that nobody reads, whose slope by the outputs is given. */
function slopeOnly(outputs: tf.Tensor2D, slope: () => tf.Tensor2D): tf.Scalar {
  const loss = tf.customGrad(() => ({ value: tf.scalar(0), gradFunc: slope }));
  return loss(outputs) as tf.Scalar;
}

/** One flat vector, 0 where there is no piece. */
function joined(plan: NetworkPlan, pieces: Parts): tf.Tensor1D {
  const all = parametersOf(plan).map(({ at, size }) => {
    const piece = pieces.get(at);
    return piece ? (tf.reshape(piece, [size]) as tf.Tensor1D) : tf.zeros<tf.Rank.R1>([size]);
  });
  return tf.concat1d(all);
}

/** How far the moving averages move towards the statistics of the batch. */
function movement(
  plan: NetworkPlan,
  parts: Parts,
  statistics: ReadonlyMap<number, BatchStatistics>,
): tf.Tensor1D {
  const pieces = new Map<number, tf.Tensor>();
  for (const layer of plan.layers) {
    if (layer.op !== 'batch-norm') continue;
    const found = statistics.get(layer.parameters[0]!.at)!;
    for (const { role, at } of layer.parameters) {
      if (role !== 'mean' && role !== 'variance') continue;
      pieces.set(at, tf.mul(tf.sub(found[role], parts.get(at)!), 1 - layer.momentum));
    }
  }
  return joined(plan, pieces);
}
