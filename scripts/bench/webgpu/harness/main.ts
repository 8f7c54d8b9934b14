/** The page: trains on WebGPU, beside the plain backend and beside stock TensorFlow.js. */
import '@tensorflow/tfjs-backend-cpu';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { toLoamError } from '../../../../src/core/errors';
import type { Engine, NetworkJob, SessionState } from '../../../../src/ml/engine/engine';
import { cpuProvider } from '../../../../src/ml/engine/tfjs/cpu-provider';
import { defaultGlEffects, webglProvider } from '../../../../src/ml/engine/tfjs/webgl-provider';
import { defaultGpuEffects, webgpuProvider } from '../../../../src/ml/engine/tfjs/webgpu-provider';
import { countKernels } from './count-kernels';
import { CNN, denseNetwork, EMBEDDING, jobOf, MLPS } from './jobs';
import { stockModel } from './stock';

const now = () => performance.now();
const go = () => Promise.resolve(true);
const gpu = webgpuProvider(defaultGpuEffects(now));
const webgl = webglProvider(defaultGlEffects(now));

type MlpName = keyof typeof MLPS;
type JobName = keyof typeof JOBS;

const PLAIN = { rows: 75, batch: 16, epochs: 2, clip: null, l1: 0, l2: 0 };
const DENSE = denseNetwork({ inputs: 5, hidden: [8, 6], outputs: 3 });
const NUMBER = denseNetwork({ inputs: 5, hidden: [8], outputs: 1 });

/** Optimisers, penalties and layers, all of them somewhere. */
const JOBS = {
  sgd: jobOf({ ...PLAIN, network: DENSE, loss: 'softmax', optimiser: 'sgd', l2: 0.1 }),
  momentum: jobOf({ ...PLAIN, network: NUMBER, loss: 'huber', optimiser: 'momentum', l1: 0.01 }),
  rmsprop: jobOf({ ...PLAIN, network: NUMBER, loss: 'logistic', optimiser: 'rmsprop' }),
  adam: jobOf({ ...PLAIN, network: DENSE, loss: 'softmax', optimiser: 'adam', l1: 0.01, l2: 0.1 }),
  adamw: jobOf({ ...PLAIN, network: NUMBER, loss: 'squared', optimiser: 'adamw', l2: 0.1 }),
  clipped: jobOf({
    ...PLAIN,
    network: DENSE,
    loss: 'softmax',
    optimiser: 'adamw',
    clip: 0.1,
    l2: 0.1,
  }),
  cnn: jobOf({ ...PLAIN, network: CNN, loss: 'softmax', optimiser: 'momentum', l2: 0.01 }),
  embedding: jobOf({ ...PLAIN, network: EMBEDDING, loss: 'logistic', optimiser: 'sgd' }),
} satisfies Record<string, NetworkJob>;

interface Ended {
  /** Mean train loss of each epoch. */
  losses: number[];
  state: SessionState;
  /** Tensors that were not let go of. */
  left: number;
}

async function train(engine: Engine, job: NetworkJob, from: SessionState | null): Promise<Ended> {
  const before = engine.memory().tensors;
  const session = await engine.start(job, from);
  const losses: number[] = [];
  try {
    for (let epoch = from?.epoch ?? 1; epoch <= job.trainer.epochs; epoch++) {
      losses.push((await session.epoch(epoch, go))!.train);
      session.keep();
    }
    return { losses, state: await session.save(), left: 0 };
  } finally {
    session.dispose();
    const left = engine.memory().tensors - before;
    if (left !== 0) throw new Error(`${left} tensors were left`);
  }
}

/** Largest difference of any number of the two, relative to the largest of the array where that is above 1. */
function apart(a: Ended, b: Ended): number {
  let most = 0;
  const look = (x: ArrayLike<number>, y: ArrayLike<number>) => {
    const scale = Math.max(1, ...Array.from(x, Math.abs));
    for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i]! - y[i]!) / scale);
  };
  look(a.losses, b.losses);
  for (const [name, values] of Object.entries(a.state.arrays)) look(values, b.state.arrays[name]!);
  return most;
}

/** How far apart a GPU and the plain backend end. */
async function compare(name: JobName, engine: 'webgpu' | 'webgl'): Promise<number> {
  const job = JOBS[name];
  const provider = engine === 'webgpu' ? gpu : webgl;
  const onGpu = await train(await provider.open(engine), job, null);
  return apart(await train(await cpuProvider(now).open('cpu'), job, null), onGpu);
}

/** Saved after one epoch and gone on with, beside a training that was never interrupted. */
async function goOn(name: JobName): Promise<number> {
  const job = JOBS[name];
  const engine = await gpu.open('webgpu');
  const whole = await train(engine, job, null);
  const half = await train(engine, { ...job, trainer: { ...job.trainer, epochs: 1 } }, null);
  const rest = await train(engine, job, half.state);
  return apart({ ...whole, losses: whole.losses.slice(1) }, rest);
}

const mlpJob = (name: MlpName, batches: number) =>
  jobOf({
    ...PLAIN,
    network: denseNetwork(MLPS[name]),
    loss: 'softmax',
    optimiser: 'adam',
    batch: 128,
    rows: 128 * batches,
  });

/** Kernels per step: what an epoch of eight batches takes more than one of four. */
async function kernels(name: MlpName): Promise<{ ours: number; stock: number }> {
  const engine = await gpu.open('webgpu');
  const oursIn = async (batches: number) => {
    const session = await engine.start(mlpJob(name, batches));
    const count = await countKernels(() => session.epoch(1, go));
    session.dispose();
    return count;
  };
  const stock = stockModel(MLPS[name], mlpJob(name, 8).train, 128);
  const stockIn = (batches: number) => countKernels(() => stock.fit(128 * batches));
  await stock.fit(128);
  const perStep = async (count: (batches: number) => Promise<number>) => {
    const few = await count(4);
    return ((await count(8)) - few) / 4;
  };
  const found = { ours: await perStep(oursIn), stock: await perStep(stockIn) };
  stock.dispose();
  return found;
}

/** Samples per second of one round of each, after a warm-up. */
async function speed(
  name: MlpName,
  rounds: number,
): Promise<{ ours: number[]; stock: number[]; adapter: string }> {
  const batches = 12;
  const job = mlpJob(name, batches);
  const engine = await gpu.open('webgpu');
  const session = await engine.start(job);
  const stock = stockModel(MLPS[name], job.train, 128);
  const found = { ours: [] as number[], stock: [] as number[], adapter: engine.adapter ?? '' };
  const perSecond = async (work: () => Promise<unknown>) => {
    const start = now();
    await work();
    return (job.train.count / (now() - start)) * 1000;
  };
  for (let round = 0; round <= rounds; round++) {
    const ours = await perSecond(() => session.epoch(round + 1, go));
    const theirs = await perSecond(() => stock.fit(job.train.count));
    if (round === 0) continue;
    found.ours.push(ours);
    found.stock.push(theirs);
  }
  session.dispose();
  stock.dispose();
  return found;
}

/** The device goes in the middle of an epoch: codes of what epoch, saving and starting again say. */
async function lose(): Promise<string[]> {
  const engine = await gpu.open('webgpu');
  const session = await engine.start(JOBS.adam);
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: unknown) => toLoamError(error).code,
    );
  let breaths = 0;
  const destroying = session.epoch(1, () => {
    if (++breaths === 2) (tf.backend() as WebGPUBackend).device.destroy();
    return Promise.resolve(true);
  });
  const codes = [
    await codeOf(destroying),
    await codeOf(session.epoch(1, go)),
    await codeOf(session.save()),
    await codeOf(session.learnt()),
  ];
  session.dispose();
  codes.push(await codeOf(engine.start(JOBS.adam)), await codeOf(gpu.open('webgpu')));
  return codes;
}

const bench = { compare, goOn, kernels, speed, lose };

declare global {
  interface Window {
    webgpu: typeof bench;
  }
}

window.webgpu = bench;
