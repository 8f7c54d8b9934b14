import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../../../src/ml/engine/engine';
import { estimateBytes } from '../../../../../../src/ml/engine/fused/nets/net-program';
import { netsModule } from '../../../../../../src/ml/engine/fused/nets/nets-module';
import { startNet } from '../../../../../../src/ml/engine/fused/nets/session';
import { exactProvider } from '../../../../../../src/ml/engine/fused/provider';
import { netJobs } from '../../../../../support/random-net-jobs';
import { learntHash } from '../../../../../support/same-bits/learnt-hash';

const now = () => performance.now();

/** Exact mode whose memory has no room for all rows. */
async function streaming(mostWhole: number): Promise<Engine> {
  const module = await netsModule('exact');
  const engine = await exactProvider(now).open('exact');
  return {
    ...engine,
    start(job, from = null) {
      if (job.type !== 'network') throw new Error('not a net');
      return startNet(job, module, from, { now, threads: 1, spawn: null, mostWhole });
    },
  };
}

describe('data that goes through a window of memory', () => {
  it('gives the same bits as data that lies there as a whole, also when taken up again', async () => {
    const whole = await exactProvider(now).open('exact');
    await fc.assert(
      fc.asyncProperty(netJobs, fc.constantFrom(1, 200, 2000), fc.nat(), async (job, most, at) => {
        const hash = await learntHash(whole, job);
        const streamed = await streaming(most);
        const steps = Math.ceil(job.train.count / job.trainer.batch) * job.trainer.epochs;
        expect(await learntHash(streamed, job)).toBe(hash);
        expect(await learntHash(streamed, job, [at % steps])).toBe(hash);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps what a training takes of memory far below its data', () => {
    const count = 4_000_000;
    const bytes = estimateBytes({
      type: 'network',
      network: { input: [100], layers: [], outputs: 1 },
      loss: 'logistic',
      train: { count, inputs: new Float32Array(0), targets: new Float32Array(0), weights: null },
      validation: null,
      ...{ l1: 0, l2: 0, clip: null, seed: 1 },
      trainer: {
        ...{ optimiser: 'adam', learningRate: 0.01, batch: 512, epochs: 3 },
        ...{ patience: null, classWeights: 'none' },
      },
    });
    expect(bytes).toBeLessThan(0.1 * 4 * 100 * count);
  });
});
