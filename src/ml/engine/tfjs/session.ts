/** One training on TensorFlow.js: data, weights and optimiser on the device, a step at a time. */
import * as tf from '@tensorflow/tfjs-core';
import { LoamError } from '../../../core/errors';
import { planNetwork } from '../../../core/network/plan';
import { stream } from '../../../core/random/philox';
import { meanOf } from '../../train/loss';
import type { Breathe, EpochOutputs, NetworkJob, Session, SessionState } from '../engine';
import { initialWeights, namedLayers } from '../network';
import type { TfjsBackend } from './backend';
import { deviceBatches, disposeBatch, hostBatches } from './batches';
import { makeStepper } from './stepper';
import { hostTally } from './loss-tally';
import { plainUpdate, type UpdateStart } from './update';
import { validationTensors } from './validation-tensors';
import { compileAhead } from './webgpu-warm-up';
import { webgpuUpdate } from './webgpu-update';

export interface SessionEffects {
  /** Milliseconds from any origin. */
  now(): number;
  /** True once the device is gone. */
  lost(): boolean;
}

const NOTHING = { sum: 0, total: 0 };

/** The backend must be the current one of TensorFlow.js for as long as the session lives. */
export async function startSession(
  job: NetworkJob,
  from: SessionState | null,
  backend: TfjsBackend,
  effects: SessionEffects,
): Promise<Session> {
  const plan = planNetwork(job.network);
  const { count } = job.train;
  const { batch } = job.trainer;
  const stepsPerEpoch = Math.ceil(count / batch);
  const onGpu = backend === 'webgpu' || backend === 'webgl';
  const stepsDone = from ? (from.epoch - 1) * stepsPerEpoch + from.step : 0;
  const makeUpdate = backend === 'webgpu' ? webgpuUpdate : plainUpdate;
  const start: UpdateStart = {
    weights: floats(from, 'weights') ?? initialWeights(plan, job.seed),
    memory: from && ['memory.0', 'memory.1'].flatMap((name) => floats(from, name) ?? []),
    stepsDone,
  };
  const update = makeUpdate(job, plan, start);
  const stepper = makeStepper(job, plan, update, { stepsDone, onGpu });
  const batches = onGpu ? deviceBatches(job) : hostBatches(job);
  const tally = hostTally(job);
  const validation = validationTensors(job);
  const keptBefore = floats(from, 'kept');
  let kept = keptBefore && tf.tensor1d(keptBefore);
  let at = { epoch: from?.epoch ?? 1, step: from?.step ?? 0 };
  let begun = 0;

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      if (effects.lost()) throw new LoamError('engine-lost', { backend });
      return result;
    } catch (error) {
      // What fails on a graphics device is the device: its loss may be announced only later.
      const gone = effects.lost() || onGpu;
      throw gone ? new LoamError('engine-lost', { backend }, { cause: error }) : error;
    }
  }

  /** A full batch, the last one and validation, on weights of its own. */
  function rehearse(): void {
    const spare = makeUpdate(job, plan, start);
    const trial = makeStepper(job, plan, spare, { stepsDone, onGpu });
    batches.begin(orderOf(1));
    for (const first of new Set([0, (stepsPerEpoch - 1) * batch])) {
      const current = batches.take(first, Math.min(batch, count - first));
      trial.step(current, null).dispose();
      disposeBatch(current);
    }
    tf.dispose(tf.tidy(() => validation.map((piece) => trial.predict(piece))));
    trial.dispose();
    spare.dispose();
  }

  /** A copy. */
  async function weightsIn(tensor: tf.Tensor1D): Promise<Float32Array> {
    return (await tensor.data<'float32'>()).slice(0, plan.parameters);
  }

  function orderOf(epoch: number): Uint32Array<ArrayBuffer> {
    return stream(job.seed, `shuffle/${epoch}`).permutation(count);
  }

  /** Outputs of the batch, which the caller disposes. */
  function step(start: number): tf.Tensor2D {
    if (effects.lost()) throw new LoamError('engine-lost', { backend });
    const current = batches.take(start, Math.min(batch, count - start));
    try {
      return stepper.step(current, kept);
    } finally {
      disposeBatch(current);
    }
  }

  /** The order of the epoch on the device, and the sums of losses where they were left. */
  function begin(epoch: number): void {
    if (begun === epoch) return;
    if (at.epoch !== epoch) at = { epoch, step: 0 };
    const order = orderOf(epoch);
    const [sum = 0, total = 0] = at.step > 0 ? (from?.arrays.loss ?? []) : [];
    batches.begin(order);
    tally.begin(order, Math.min(count, at.step * batch), { sum, total });
    begun = epoch;
  }

  async function runEpoch(epoch: number, breathe: Breathe): Promise<EpochOutputs | null> {
    begin(epoch);
    while (at.step < stepsPerEpoch) {
      await tally.add(step(at.step * batch));
      at.step++;
      if (!(await breathe())) return null;
    }
    const outputs = tf.tidy(() => validation.map((piece) => stepper.predict(piece)));
    const { sums, more } = await tally.read(outputs);
    at = { epoch: epoch + 1, step: 0 };
    return { train: meanOf(sums), validation: job.validation ? more : null };
  }

  async function saved(): Promise<SessionState> {
    const { sums } = begun === at.epoch ? await tally.read([]) : { sums: NOTHING };
    const { weights, memory } = await update.read();
    const loss = Float64Array.of(sums.sum, sums.total);
    const arrays: SessionState['arrays'] = { weights, loss };
    memory.forEach((values, i) => (arrays[`memory.${i}`] = values));
    if (kept) arrays.kept = await weightsIn(kept);
    return { ...at, arrays };
  }

  if (backend === 'webgpu') await guarded(() => compileAhead(rehearse));

  return {
    stepsPerEpoch,
    epoch: (epoch, breathe) => guarded(() => runEpoch(epoch, breathe)),
    measure: (steps) =>
      guarded(async () => {
        const order = orderOf(1);
        const started = effects.now();
        for (let s = 0; s < steps; s++) {
          if (s % stepsPerEpoch === 0) batches.begin(order);
          step((s % stepsPerEpoch) * batch).dispose();
        }
        await update.weights().data();
        return (effects.now() - started) / Math.max(1, steps);
      }),
    keep() {
      const weights = update.weights();
      if (kept !== weights) kept?.dispose();
      kept = weights;
    },
    learnt: () =>
      guarded(async () => {
        const { layers, tensors } = namedLayers(plan, await weightsIn(kept ?? update.weights()));
        return { network: { type: 'layers', layers }, tensors };
      }),
    save: () => guarded(saved),
    dispose() {
      if (kept !== update.weights()) kept?.dispose();
      update.dispose();
      stepper.dispose();
      batches.dispose();
      tally.dispose();
      tf.dispose(validation);
    },
  };
}

function floats(from: SessionState | null, name: string): Float32Array | null {
  const found = from?.arrays[name];
  return found instanceof Float32Array ? found : null;
}
