/** Trees in WASM against the slow plain ones. */
import { describe, expect, it } from 'vitest';
import { startTrees } from '../../../../../../src/ml/engine/fused/trees/session';
import { treesModule } from '../../../../../../src/ml/engine/fused/trees/trees-module';
import { logOdds, plainTrees } from '../../../../../support/plain-trees';
import { randomTreesJob, TREE_LOSSES } from '../../../../../support/random-trees';

const ROUNDS = 6;
const always = () => Promise.resolve(true);

async function lossesOf(job: ReturnType<typeof randomTreesJob>): Promise<number[]> {
  const session = await startTrees(job, await treesModule(), null, () => 0);
  const losses: number[] = [];
  for (let epoch = 1; epoch <= ROUNDS; epoch++) {
    losses.push((await session.epoch(epoch, always))!.train);
  }
  session.dispose();
  return losses;
}

function expectClose(ours: number[], plain: number[]): void {
  expect(ours).toHaveLength(plain.length);
  ours.forEach((loss, i) => {
    expect(Math.abs(loss - plain[i]!)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(plain[i]!)));
  });
}

describe('boosted trees in WASM', () => {
  for (let seed = 1; seed <= 24; seed++) {
    const loss = TREE_LOSSES[seed % TREE_LOSSES.length]!;
    it(`reach the training loss of the plain ones, round by round: ${loss}, seed ${seed}`, async () => {
      const job = randomTreesJob(seed, { loss, monotone: seed % 4 === 0 });
      expectClose(await lossesOf(job), plainTrees(job, ROUNDS).losses);
    });
  }
});

describe('forests in WASM', () => {
  for (let seed = 101; seed <= 104; seed++) {
    it(`average the trees of the plain ones: seed ${seed}`, async () => {
      const loss = seed % 2 === 0 ? 'logistic' : 'squared';
      const base = randomTreesJob(seed, { loss, forest: true });
      const job = { ...base, model: { ...base.model, columnShare: 1 } };
      const { scores } = plainTrees(job, ROUNDS);
      const mean = job.train.targets.reduce((sum, target, row) => {
        const weight = job.train.weights?.[row] ?? 1;
        return sum + weight * target;
      }, 0);
      const whole = job.train.weights?.reduce((sum, weight) => sum + weight, 0) ?? job.train.count;
      const session = await startTrees(
        { ...job, validation: job.train },
        await treesModule(),
        null,
        () => 0,
      );
      let outputs: Float32Array | null = null;
      for (let epoch = 1; epoch <= ROUNDS; epoch++) {
        outputs = (await session.epoch(epoch, always))!.validation;
      }
      session.dispose();
      outputs!.forEach((output, row) => {
        const share = mean / whole + scores[0]![row]! / ROUNDS;
        expect(output).toBeCloseTo(loss === 'logistic' ? logOdds(share) : share, 4);
      });
    });
  }
});
