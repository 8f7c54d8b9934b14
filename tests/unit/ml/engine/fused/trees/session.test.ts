/** A training of trees: going on, keeping the best, and what its model answers. */
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../../../src/core/hash/digest';
import type { Learnt, TreesJob } from '../../../../../../src/ml/engine/engine';
import { fusedTreesPass } from '../../../../../../src/ml/engine/fused/trees/predict-rows';
import { startTrees } from '../../../../../../src/ml/engine/fused/trees/session';
import { treesModule } from '../../../../../../src/ml/engine/fused/trees/trees-module';
import { readTensors, writeSafetensors } from '../../../../../../src/ml/formats/safetensors';
import { makeTreesPass } from '../../../../../../src/ml/predict/trees';
import { meanLoss } from '../../../../../../src/ml/train/loss';
import { randomTreesJob, TREE_LOSSES } from '../../../../../support/random-trees';
import { ensembleOf, probes, roundsOf, trainTrees } from '../../../../../support/trained-trees';

const weightHash = ({ tensors }: Learnt) => digestOf(writeSafetensors(tensors));

const JOBS: [string, TreesJob][] = [
  ...TREE_LOSSES.map((loss, i): [string, TreesJob] => [
    `boosted, ${loss}`,
    randomTreesJob(31 + i, { loss, validation: true }),
  ]),
  ...(['logistic', 'softmax', 'squared'] as const).map((loss, i): [string, TreesJob] => [
    `a forest, ${loss}`,
    randomTreesJob(41 + i, { loss, forest: true, validation: true }),
  ]),
];

describe('a training of trees', () => {
  for (const [name, job] of JOBS) {
    it(`gives the same bits when it was interrupted after any round: ${name}`, async () => {
      const whole = await trainTrees(job, 5);
      for (let stop = 0; stop <= 4; stop++) {
        const first = await startTrees(job, await treesModule(), null, () => 0);
        await roundsOf(first, 1, stop);
        const state = structuredClone(await first.save());
        first.dispose();
        const second = await startTrees(job, await treesModule(), state, () => 0);
        const outputs = await roundsOf(second, stop + 1, 5);
        expect(weightHash(await second.learnt())).toBe(weightHash(whole.learnt));
        expect(outputs).toEqual(whole.outputs);
        second.dispose();
      }
    });

    it(`reports what its model answers, and the loss of that: ${name}`, async () => {
      const { ensemble, tensors, outputs } = await trainTrees(job, 5);
      const link = ensemble.link === 'exp' ? 'identity' : ensemble.link;
      const pass = makeTreesPass({ ...ensemble, link }, tensors);
      const answers = (rows: Float32Array) => Float32Array.from(pass.run(rows));
      expect(outputs.validation).toEqual(answers(job.validation!.inputs));
      const loss = meanLoss(job.loss, answers(job.train.inputs), job.train, null, 0.8);
      expect(Math.abs(outputs.train - loss)).toBeLessThan(1e-6 * Math.max(1, Math.abs(loss)));
    });

    it(`predicts the bits of the plain reference in WASM: ${name}`, async () => {
      const { ensemble, tensors } = await trainTrees(job, 5);
      const rows = probes(job, 2003, 5);
      const fused = await fusedTreesPass(ensemble, tensors, await treesModule());
      expect(fused.run(rows)).toEqual(makeTreesPass(ensemble, tensors).run(rows));
    });
  }

  it('hands out the trees that were kept, not those that came later', async () => {
    const job = randomTreesJob(3, { loss: 'squared' });
    const session = await startTrees(job, await treesModule(), null, () => 0);
    await roundsOf(session, 1, 3);
    const kept = weightHash(await session.learnt());
    session.keep();
    await roundsOf(session, 4, 6);
    expect(weightHash(await session.learnt())).toBe(kept);
    const state = await session.save();
    session.dispose();
    const resumed = await startTrees(job, await treesModule(), state, () => 0);
    expect(weightHash(await resumed.learnt())).toBe(kept);
    resumed.dispose();
  });

  it('ends a round early when asked, and takes it up again', async () => {
    const job = randomTreesJob(3, { loss: 'squared' });
    const session = await startTrees(job, await treesModule(), null, () => 0);
    expect(await session.epoch(1, () => Promise.resolve(false))).toBeNull();
    expect(await roundsOf(session, 1, 2)).toEqual((await trainTrees(job, 2)).outputs);
    session.dispose();
  });

  it('grows the same forest for two classes as for their shares', async () => {
    // Without categories, which each sorts by another key.
    const job = randomTreesJob(63, { loss: 'logistic', forest: true });
    const base: TreesJob = { ...job, categories: new Uint32Array(job.inputs) };
    const two: TreesJob = { ...base, loss: 'softmax', outputs: 2 };
    const shares = await trainTrees(base, 8);
    const classes = await trainTrees(two, 8);
    const rows = probes(base, 200, 9);
    const odds = makeTreesPass(shares.ensemble, shares.tensors).run(rows);
    const logs = makeTreesPass(classes.ensemble, classes.tensors).run(rows);
    odds.forEach((odd, row) => expect(logs[2 * row + 1]! - logs[2 * row]!).toBeCloseTo(odd, 3));
  });

  it('says that the loss is no number when targets are out of all bounds', async () => {
    const base = randomTreesJob(3, { loss: 'squared' });
    const targets = base.train.targets.slice();
    targets[0] = Infinity;
    const { outputs } = await trainTrees({ ...base, train: { ...base.train, targets } }, 1);
    expect(outputs.train).toBeNaN();
  });
});

describe('monotone inputs', () => {
  for (const loss of TREE_LOSSES.filter((each) => each !== 'softmax')) {
    it(`never let an answer fall where it may only rise: ${loss}`, async () => {
      let held = 0;
      for (let seed = 1; seed <= 6; seed++) {
        const job = randomTreesJob(70 + seed, { loss, monotone: true });
        const { ensemble, tensors } = await trainTrees(job, 8);
        const pass = makeTreesPass(ensemble, tensors);
        const low = probes(job, 300, seed);
        for (let input = 0; input < job.inputs; input++) {
          const direction = job.monotone[input]!;
          if (direction === 0) continue;
          const high = low.slice();
          for (let at = input; at < high.length; at += job.inputs) high[at] = low[at]! + 0.7;
          const before = pass.run(low);
          pass.run(high).forEach((after, row) => {
            if (Number.isNaN(low[row * job.inputs + input]!)) return;
            expect((after - before[row]!) * direction).toBeGreaterThanOrEqual(0);
            if (after !== before[row]) held++;
          });
        }
      }
      expect(held).toBeGreaterThan(50);
    });
  }
});

describe('what an ensemble is', () => {
  it('is whole once it was written and read again', async () => {
    const { ensemble, learnt, tensors } = await trainTrees(JOBS[1]![1], 3);
    expect(readTensors(writeSafetensors(learnt.tensors))).toEqual(tensors);
    expect(ensembleOf(learnt).ensemble).toEqual(ensemble);
  });
});
