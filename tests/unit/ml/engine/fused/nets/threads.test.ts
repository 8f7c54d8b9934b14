import { beforeEach, describe, expect, it } from 'vitest';
import type { NetworkJob } from '../../../../../../src/ml/engine/engine';
import { exactProvider } from '../../../../../../src/ml/engine/fused/provider';
import type { SpawnThread } from '../../../../../../src/ml/engine/fused/threads';
import { spawnNodeThread } from '../../../../../support/node-thread';
import { randomRows } from '../../../../../support/random-net-jobs';
import { SAME_BITS_JOBS } from '../../../../../support/same-bits/jobs';
import { learntHash } from '../../../../../support/same-bits/learnt-hash';

const now = () => performance.now();
let attended = 0;
const together = (threads: number) => {
  const spawn: SpawnThread = (start) => {
    const thread = spawnNodeThread(start);
    return { ...thread, ready: thread.ready.then(() => void attended++) };
  };
  return exactProvider(now, { threads, spawn, leastWork: 0 }).open('exact');
};

/** Large enough that every kind of record is shared. */
const wide: NetworkJob = {
  type: 'network',
  network: {
    input: [190],
    layers: [
      { layer: 'dense', units: 150, activation: 'gelu' },
      { layer: 'dropout', rate: 0.2 },
      { layer: 'dense', units: 70, activation: 'relu' },
    ],
    outputs: 11,
  },
  loss: 'softmax',
  train: randomRows({
    ...{ count: 333, inputs: 190, loss: 'softmax', classes: 11, weighted: true, seed: 8 },
  }),
  validation: randomRows({
    ...{ count: 90, inputs: 190, loss: 'softmax', classes: 11, weighted: false, seed: 9 },
  }),
  ...{ l1: 1e-4, l2: 1e-3, clip: 1, seed: 4 },
  trainer: {
    ...{ optimiser: 'adam', learningRate: 0.01, batch: 100, epochs: 3 },
    ...{ patience: null, classWeights: 'none' },
  },
};

const networks = Object.entries(SAME_BITS_JOBS).filter(([, job]) => job.type === 'network');

describe('threads', () => {
  beforeEach(() => {
    attended = 0;
  });

  for (const [name, job] of [['a wide net', wide] as const, ...networks]) {
    it(`train ${name} to the bits of one`, async () => {
      const alone = await learntHash(await exactProvider(now).open('exact'), job);
      expect(await learntHash(await together(2), job)).toBe(alone);
      expect(await learntHash(await together(3), job)).toBe(alone);
      expect(attended).toBe(3);
    });
  }

  it('are left alone where a step has little to do', async () => {
    const options = { threads: 2, spawn: spawnNodeThread };
    const engine = await exactProvider(now, options).open('exact');
    const little = { ...wide, trainer: { ...wide.trainer, batch: 4 } };
    const much = { ...wide, trainer: { ...wide.trainer, batch: 333 } };
    expect([little, much].map((job) => engine.moduleFor(job)?.threads)).toEqual([1, 2]);
  });

  it('that do not start leave the work to one', async () => {
    const spawn = () => ({ ready: Promise.reject(new Error('no')), end: () => undefined });
    const engine = await exactProvider(now, { threads: 2, spawn, leastWork: 0 }).open('exact');
    const alone = await exactProvider(now).open('exact');
    expect(await learntHash(engine, wide)).toBe(await learntHash(alone, wide));
  });
});
