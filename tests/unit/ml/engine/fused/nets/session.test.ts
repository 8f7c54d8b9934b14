import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkJob, SessionState } from '../../../../../../src/ml/engine/engine';
import { exactProvider } from '../../../../../../src/ml/engine/fused/provider';
import { learntHash } from '../../../../../support/same-bits/learnt-hash';
import { netJobs } from '../../../../../support/random-net-jobs';

/** Time passes only while somebody looks: the session then breathes after each step. */
function jumpingClock(): () => number {
  let now = 0;
  return () => (now += 10_000);
}

const always = () => Promise.resolve(true);
const open = (now = () => performance.now()) => exactProvider(now).open('exact');

const small = (more: Partial<NetworkJob> = {}): NetworkJob => ({
  type: 'network',
  network: { input: [2], layers: [{ layer: 'dense', units: 3, activation: 'tanh' }], outputs: 1 },
  loss: 'squared',
  train: {
    count: 5,
    inputs: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    targets: Float32Array.of(1, 2, 3, 4, 5),
    weights: null,
  },
  validation: null,
  ...{ l1: 0, l2: 0, clip: null, seed: 1 },
  trainer: {
    ...{ optimiser: 'adam', learningRate: 0.01, batch: 2, epochs: 3 },
    ...{ patience: null, classWeights: 'none' },
  },
  ...more,
});

describe('a training in our module', () => {
  it('saved and taken up again at any step ends with the same bits', async () => {
    const engine = await open(jumpingClock());
    await fc.assert(
      fc.asyncProperty(netJobs, fc.nat(), async (job, at) => {
        const steps = Math.ceil(job.train.count / job.trainer.batch) * job.trainer.epochs;
        expect(await learntHash(engine, job, [at % steps])).toBe(await learntHash(engine, job));
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same bits however many steps one call takes', async () => {
    const [slow, quick] = [await open(jumpingClock()), await open(() => 0)];
    await fc.assert(
      fc.asyncProperty(netJobs, async (job) => {
        expect(await learntHash(quick, job)).toBe(await learntHash(slow, job));
      }),
      { numRuns: 20 },
    );
  });

  it('says that the loss is no number when an answer is not finite, and saves canonical NaN', async () => {
    const { train } = small();
    const inputs = train.inputs.with(3, Infinity);
    const session = await (await open()).start(small({ train: { ...train, inputs } }));
    const outputs = await session.epoch(1, always);
    expect(outputs!.train).toBeNaN();
    const weights = (await session.save()).arrays['weights'] as Float32Array;
    const bits = new Set(new Uint32Array(weights.filter(Number.isNaN).buffer));
    expect([...bits]).toEqual([0x7fc00000]);
  });

  it('keeps what it was told to keep, also across a save', async () => {
    const engine = await open();
    const session = await engine.start(small());
    await session.epoch(1, always);
    const first = (await session.save()).arrays['weights'];
    session.keep();
    await session.epoch(2, always);
    const state: SessionState = await session.save();
    expect(state).toMatchObject({ epoch: 3, step: 0 });
    const again = await engine.start(small(), state);
    const { tensors } = await again.learnt();
    const flat = tensors.flatMap(({ values }) => [...(values as Float32Array)]);
    expect(Float32Array.from(flat)).toEqual(first);
  });

  it('ends an epoch early and goes on where it was', async () => {
    const session = await (await open(jumpingClock())).start(small());
    const asked = [true, false];
    expect(await session.epoch(1, () => Promise.resolve(asked.shift()!))).toBeNull();
    expect(await session.save()).toMatchObject({ epoch: 1, step: 1 });
    expect((await session.epoch(1, always))!.train).toBeGreaterThan(0);
  });
});
