/** One training on TensorFlow.js: data, weights and optimiser on the device, a step at a time. */
import * as tf from '@tensorflow/tfjs-core';
import { LoamError } from '../../../core/errors';
import { stream } from '../../../core/random/philox';
import type { Backend, Breathe, EpochOutputs, Session, TrainJob } from '../engine';
import { initialWeights, planNetwork } from '../network';
import { deviceBatches, disposeBatch, hostBatches, type Batch } from './batches';
import { backward, forward, layerWeights, lossGradient } from './dense-step';
import { dropoutMasks } from './dropout';
import { makeOptimiser } from './optimiser';
import { readTogether } from './read-together';

/** Validation rows per forward pass. */
const FORWARD_ROWS = 8192;
/** Batch outputs wait on the device up to this many floats before they are read. */
const WAITING_FLOATS = 1 << 22;

export interface SessionEffects {
  /** Milliseconds from any origin. */
  now(): number;
  /** True once the device is gone. */
  lost(): boolean;
}

/** Tensors that depend only on the number of rows in a batch. */
interface BatchConstants {
  ones: tf.Tensor2D;
  inverse: tf.Scalar;
}

/** The backend must be the current one of TensorFlow.js for as long as the session lives. */
export function startSession(job: TrainJob, backend: Backend, effects: SessionEffects): Session {
  const plan = planNetwork(job.network);
  const { outputs } = job.network;
  const { count } = job.train;
  const { batch, optimiser: optimiserName, learningRate } = job.trainer;
  const stepsPerEpoch = Math.ceil(count / batch);
  const batches = backend === 'webgpu' ? deviceBatches(job) : hostBatches(job);
  const optimiser = makeOptimiser(optimiserName, learningRate, plan.parameters);
  const constants = new Map<number, BatchConstants>();
  const decay = job.l2 > 0 ? decayVector() : null;
  const validation = validationTensors(job);
  let weights = tf.tensor1d(initialWeights(plan, job.seed));
  let kept: tf.Tensor1D | null = null;
  let stepsDone = 0;

  /** l2 at kernels, 0 at biases. */
  function decayVector(): tf.Tensor1D {
    const flat = new Float32Array(plan.parameters);
    for (const { kernelAt, biasAt } of plan.layers) flat.fill(job.l2, kernelAt, biasAt);
    return tf.tensor1d(flat);
  }

  function constantsFor(rows: number): BatchConstants {
    let found = constants.get(rows);
    if (!found) {
      found = { ones: tf.ones([1, rows]), inverse: tf.scalar(1 / rows) };
      constants.set(rows, found);
    }
    return found;
  }

  function gradientOf(current: Batch): { gradient: tf.Tensor1D; outputs: tf.Tensor2D } {
    const [rows] = current.inputs.shape;
    const { ones, inverse } = constantsFor(rows);
    return tf.tidy(() => {
      const layers = layerWeights(plan, weights);
      const masks = dropoutMasks(job, rows, stepsDone);
      const seen = forward(plan, layers, current.inputs, masks);
      const answer = seen.values.at(-1)!;
      const targets = job.loss === 'softmax' ? oneHot(current.targets, outputs) : current.targets;
      const scale = current.weights ? tf.mul(current.weights, inverse) : inverse;
      const delta = lossGradient(job.loss, answer, targets as tf.Tensor2D, scale);
      const gradient = backward(plan, layers, seen, delta, ones);
      return {
        gradient: decay ? tf.add<tf.Tensor1D>(gradient, tf.mul(weights, decay)) : gradient,
        outputs: answer,
      };
    });
  }

  /** Returns the batch's outputs, which the caller disposes. */
  function step(start: number): tf.Tensor2D {
    if (effects.lost()) throw new LoamError('engine-lost', { backend });
    const current = batches.take(start, Math.min(batch, count - start));
    const { gradient, outputs: answer } = gradientOf(current);
    disposeBatch(current);
    const next = optimiser.apply(weights, gradient);
    gradient.dispose();
    if (weights !== kept) weights.dispose();
    weights = next;
    stepsDone++;
    return answer;
  }

  function validationOutputs(): tf.Tensor2D[] {
    return tf.tidy(() => {
      const layers = layerWeights(plan, weights);
      return validation.map((piece) => forward(plan, layers, piece).values.at(-1)!);
    });
  }

  function orderOf(epoch: number): Uint32Array<ArrayBuffer> {
    return stream(job.seed, `shuffle/${epoch}`).permutation(count);
  }

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // What fails on a graphics device is the device: its loss may be announced only later.
      const gone = effects.lost() || backend === 'webgpu';
      throw gone ? new LoamError('engine-lost', { backend }, { cause: error }) : error;
    }
  }

  async function runEpoch(epoch: number, breathe: Breathe): Promise<EpochOutputs | null> {
    const order = orderOf(epoch);
    batches.begin(order);
    const train = new Float32Array(count * outputs);
    let filled = 0;
    let waiting: tf.Tensor2D[] = [];
    const collect = async (more: tf.Tensor2D[]): Promise<Float32Array> => {
      const trainFloats = waiting.reduce((sum, { size }) => sum + size, 0);
      const together = [...waiting, ...more];
      waiting = [];
      const values = await readTogether(together);
      train.set(values.subarray(0, trainFloats), filled);
      filled += trainFloats;
      return values.subarray(trainFloats);
    };
    for (let start = 0; start < count; start += batch) {
      waiting.push(step(start));
      if (waiting.length * batch * outputs > WAITING_FLOATS) await collect([]);
      if (!(await breathe())) {
        tf.dispose(waiting);
        return null;
      }
    }
    const after = await collect(validationOutputs());
    return { train, order, validation: job.validation ? after : null };
  }

  return {
    stepsPerEpoch,
    epoch: (epoch, breathe) => guarded(() => runEpoch(epoch, breathe)),
    measure: (steps) =>
      guarded(async () => {
        const order = orderOf(1);
        const begun = effects.now();
        for (let s = 0; s < steps; s++) {
          if (s % stepsPerEpoch === 0) batches.begin(order);
          step((s % stepsPerEpoch) * batch).dispose();
        }
        await weights.data();
        return (effects.now() - begun) / Math.max(1, steps);
      }),
    keep() {
      if (kept !== weights) kept?.dispose();
      kept = weights;
    },
    weights: () =>
      guarded(async () => Float32Array.from(await (kept ?? weights).data<'float32'>())),
    dispose() {
      batches.dispose();
      optimiser.dispose();
      for (const { ones, inverse } of constants.values()) tf.dispose([ones, inverse]);
      decay?.dispose();
      tf.dispose(validation);
      if (kept !== weights) kept?.dispose();
      weights.dispose();
    },
  };
}

/** Cast after, because the WASM kernel writes the bits of integers whatever type is asked for. */
function oneHot(classes: tf.Tensor, depth: number): tf.Tensor {
  return tf.cast(tf.oneHot(classes as tf.Tensor1D, depth), 'float32');
}

/** Inputs of validation in pieces, none for no validation. */
function validationTensors({ validation, network }: TrainJob): tf.Tensor2D[] {
  const pieces: tf.Tensor2D[] = [];
  if (!validation) return pieces;
  const { count, inputs } = validation;
  const width = network.inputs;
  for (let start = 0; start < count; start += FORWARD_ROWS) {
    const end = Math.min(count, start + FORWARD_ROWS);
    const values = inputs.slice(start * width, end * width);
    pieces.push(tf.tensor2d(values, [end - start, width]));
  }
  return pieces;
}
