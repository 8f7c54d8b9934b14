/** Whole trainings next to those of the engine on TensorFlow.js, which shares no arithmetic with ours. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineProvider, NetworkJob } from '../../../../../../src/ml/engine/engine';
import { exactProvider } from '../../../../../../src/ml/engine/fused/provider';
import { cpuProvider } from '../../../../../../src/ml/engine/tfjs/cpu-provider';
import { LOSSES, OPTIMISERS, randomRows } from '../../../../../support/random-net-jobs';

async function weightsAfter(provider: EngineProvider, job: NetworkJob): Promise<Float32Array> {
  const session = await (await provider.open('auto')).start(job);
  for (let epoch = 1; epoch <= job.trainer.epochs; epoch++) {
    await session.epoch(epoch, () => Promise.resolve(true));
  }
  const { arrays } = await session.save();
  session.dispose();
  return arrays['weights'] as Float32Array;
}

const now = () => performance.now();

function job(of: Pick<NetworkJob, 'l1' | 'l2' | 'clip' | 'loss' | 'seed'>, optimiser: string) {
  const rows = { count: 22, inputs: 5, loss: of.loss, classes: 3, weighted: true, seed: of.seed };
  return {
    ...of,
    type: 'network',
    network: {
      input: [5],
      layers: [
        { layer: 'dense', units: 9, activation: 'tanh' },
        { layer: 'dropout', rate: 0.3 },
        { layer: 'dense', units: 6, activation: 'silu' },
      ],
      outputs: of.loss === 'softmax' ? 3 : 1,
    },
    train: randomRows(rows),
    validation: null,
    trainer: {
      ...{ optimiser, learningRate: 0.01, batch: 8, epochs: 3 },
      ...{ patience: null, classWeights: 'none' },
    },
  } as NetworkJob;
}

describe('nine steps of training', () => {
  for (const optimiser of OPTIMISERS) {
    it(`with ${optimiser}, penalties, clipping, weights and dropout end where TensorFlow.js does`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            l1: fc.constantFrom(0, 1e-2),
            l2: fc.constantFrom(0, 1e-1),
            clip: fc.constantFrom(null, 0.3),
            loss: fc.constantFrom(...LOSSES),
            seed: fc.nat(2 ** 31),
          }),
          async (of) => {
            const ours = await weightsAfter(exactProvider(now), job(of, optimiser));
            const theirs = await weightsAfter(cpuProvider(now), job(of, optimiser));
            const far = ours.reduce((most, w, i) => Math.max(most, Math.abs(w - theirs[i]!)), 0);
            expect(far).toBeLessThan(1e-4);
          },
        ),
        { numRuns: 8 },
      );
    });
  }
});
