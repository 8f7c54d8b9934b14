import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine, NetworkJob } from '../../../../../../src/ml/engine/engine';
import { exactProvider } from '../../../../../../src/ml/engine/fused/provider';
import { trainExactly, type ExactTraining } from '../../../../../support/exact-net/train';
import { netJobs } from '../../../../../support/random-net-jobs';

let engine: Engine;
beforeAll(async () => {
  engine = await exactProvider(() => performance.now()).open('exact');
});

async function trained(job: NetworkJob): Promise<ExactTraining> {
  const session = await engine.start(job);
  const losses: number[] = [];
  let validation: Float32Array | null = null;
  for (let epoch = 1; epoch <= job.trainer.epochs; epoch++) {
    const outputs = await session.epoch(epoch, () => Promise.resolve(true));
    losses.push(outputs!.train);
    validation = outputs!.validation;
  }
  const { arrays } = await session.save();
  session.dispose();
  return { weights: arrays['weights'] as Float32Array, losses, validation: validation! };
}

describe('exact mode', () => {
  it('gives the bits of a plain implementation that rounds after every operation', async () => {
    await fc.assert(
      fc.asyncProperty(netJobs, async (job) => {
        expect(await trained(job)).toEqual(trainExactly(job));
      }),
      { numRuns: 60 },
    );
  });
});
