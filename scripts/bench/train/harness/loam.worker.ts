/** Our own engines, through the interface that the app trains by. */
import { exp } from '../../../../src/core/math';
import { metricValue } from '../../../../src/core/metrics/measure';
import { stream } from '../../../../src/core/random/philox';
import type { Engine, NetworkJob, Rows, TreesJob } from '../../../../src/ml/engine/engine';
import { readSafetensors, writeSafetensors } from '../../../../src/ml/formats/safetensors';
import { makeForwardPass } from '../../../../src/ml/predict/forward';
import { drawnJob } from '../drawn-rows';
import { importTable, jobOfTable } from '../table-file';
import { SEED, type NetTask, type TreesTask } from '../tasks';
import { fetchNetData, logLoss, type NetData } from './net-data';
import { openEngine } from './open-engine';
import type { Round, Runner } from './protocol';
import { serveRunner } from './serve-runner';

const goOn = (): Promise<boolean> => Promise.resolve(true);
const secondsSince = (start: number): number => (performance.now() - start) / 1000;

/** Rows so placed that the engine's first epoch, which it orders by itself, visits them one after another. */
function placedForFirstEpoch({ inputs, targets, width }: NetData, count: number): Rows {
  const order = stream(SEED, 'shuffle/1').permutation(count);
  const placed = { inputs: new Float32Array(inputs.length), targets: new Float32Array(count) };
  order.forEach((place, i) => {
    placed.inputs.set(inputs.subarray(i * width, (i + 1) * width), place * width);
    placed.targets[place] = targets[i]!;
  });
  return { count, ...placed, weights: null };
}

function netRunner(engine: Engine, task: NetTask, data: NetData): Runner {
  const { network, batch, rows, learningRate } = task;
  const job: NetworkJob = {
    type: 'network',
    network,
    loss: 'softmax',
    l1: 0,
    l2: 0,
    clip: null,
    train: placedForFirstEpoch(data, rows),
    validation: null,
    trainer: {
      optimiser: 'adam',
      learningRate,
      batch,
      epochs: 1,
      patience: null,
      classWeights: 'none',
    },
    seed: SEED,
  };
  return {
    async round(check) {
      const session = await engine.start(job);
      try {
        const start = performance.now();
        await session.epoch(1, goOn);
        const seconds = secondsSince(start);
        if (!check) return { seconds, loss: null, auc: null };
        const { network: learnt, tensors } = await session.learnt();
        if (learnt.type !== 'layers') throw new Error(`learnt a network of ${learnt.type}`);
        const named = readSafetensors(writeSafetensors(tensors));
        const logits = makeForwardPass(learnt.layers, named).run(data.check.inputs);
        return { seconds, loss: logLoss(logits, data.check.targets), auc: null };
      } finally {
        session.dispose();
      }
    },
  };
}

/** From column chunks, or from rows in memory, to a model of all trees; binning is part of it. */
async function treesRunner(engine: Engine, task: TreesTask): Promise<Runner> {
  const makeJob = await jobMaker(task);
  return {
    async round(check) {
      const held = check ? await makeJob('as validation') : null;
      const start = performance.now();
      const job = await makeJob('left out');
      const { outputs, learnt } = await growAll(engine, job);
      const seconds = secondsSince(start);
      if (learnt.tensors.length === 0) throw new Error('no tree was grown');
      const auc = held ? await heldAuc(engine, held) : null;
      return { seconds, loss: check ? outputs.train : null, auc } satisfies Round;
    },
  };
}

type JobMaker = (held: 'as validation' | 'left out') => Promise<TreesJob>;

async function jobMaker(task: TreesTask): Promise<JobMaker> {
  const { from, name } = task;
  if (from.type === 'seed') {
    const { rows, inputs } = from;
    const job = drawnJob(task, rows, inputs, 'as validation');
    return (held) => Promise.resolve(held === 'as validation' ? job : { ...job, validation: null });
  }
  const response = await fetch(`${location.origin}/data/${name}.csv`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const file = await importTable(bytes, task, from.target);
  return (held) => jobOfTable(file, held);
}

async function growAll(engine: Engine, job: TreesJob) {
  const session = await engine.start(job);
  try {
    let outputs = (await session.epoch(1, goOn))!;
    for (let round = 2; round <= job.trainer.epochs; round++) {
      outputs = (await session.epoch(round, goOn))!;
    }
    return { outputs, learnt: await session.learnt() };
  } finally {
    session.dispose();
  }
}

async function heldAuc(engine: Engine, job: TreesJob): Promise<number | null> {
  const { outputs } = await growAll(engine, job);
  const positive = Float64Array.from(outputs.validation!, (logit) => 1 / (1 + exp(-logit)));
  return metricValue('roc_auc', {
    kind: 'binary',
    truth: Uint8Array.from(job.validation!.targets),
    probabilities: [positive.map((p) => 1 - p), positive],
    threshold: 0.5,
  });
}

serveRunner(async (name, task) => {
  const engine = await openEngine(name);
  return task.type === 'network'
    ? netRunner(engine, task, await fetchNetData(task))
    : treesRunner(engine, task);
});
