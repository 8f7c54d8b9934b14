/** One step of an engine, seen from outside: its outputs, its loss and, through plain descent, its gradient. */
import type { NetworkSpec } from '../../src/core/network/types';
import type { Engine, LossKind, NetworkJob, Rows, SessionState } from '../../src/ml/engine/engine';
import { trainerSettings } from './training';

/** A power of two, so that a difference of weights gives the gradient without rounding of its own. */
const RATE = 1024;

export function rowsOf(inputs: Float32Array, targets: Float32Array): Rows {
  return { count: targets.length, inputs, targets, weights: null };
}

/** All of `rows` are one batch, and validation. */
export function oneBatchJob(network: NetworkSpec, loss: LossKind, rows: Rows): NetworkJob {
  return {
    type: 'network',
    network,
    loss,
    train: rows,
    validation: rows,
    trainer: { ...trainerSettings, optimiser: 'sgd', learningRate: 0, batch: rows.count },
    l1: 0,
    l2: 0,
    clip: null,
    seed: 1,
  };
}

export interface OneStep {
  /** Mean loss of the batch, as of the weights before the step. */
  loss: number;
  /** By the flat weights. */
  gradient: Float32Array;
  /** At prediction, with the weights as they are. */
  outputs: Float32Array;
  /** Weights after a step of rate 0: what is not trained may have moved. */
  weights: Float32Array;
}

export async function oneStep(
  engine: Engine,
  job: NetworkJob,
  weights: Float32Array,
): Promise<OneStep> {
  const still = await stepped(engine, job, weights);
  const trainer = { ...job.trainer, learningRate: RATE };
  const moved = await stepped(engine, { ...job, trainer, validation: null }, weights);
  return {
    loss: still.loss,
    outputs: still.outputs!,
    weights: still.weights,
    gradient: still.weights.map((w, i) => (w - moved.weights[i]!) / RATE),
  };
}

async function stepped(engine: Engine, job: NetworkJob, weights: Float32Array) {
  const session = await engine.start(job, beginningAt(weights));
  const outputs = (await session.epoch(1, () => Promise.resolve(true)))!;
  const { arrays } = await session.save();
  session.dispose();
  const after = arrays['weights'] as Float32Array;
  return { loss: outputs.train, outputs: outputs.validation, weights: after };
}

/** Of an optimiser that remembers nothing. */
export function beginningAt(weights: Float32Array): SessionState {
  return { epoch: 1, step: 0, arrays: { weights, loss: new Float64Array(2) } };
}
