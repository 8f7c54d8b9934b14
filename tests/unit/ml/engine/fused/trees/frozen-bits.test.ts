/**
 * Exact mode means these bits. The module may change only together with them: a digest that moves while the
 * hashes stay is a faster way to the same trees; hashes that move change what stored recipes mean.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../../../src/core/hash/digest';
import { treesModule } from '../../../../../../src/ml/engine/fused/trees/trees-module';
import { writeSafetensors } from '../../../../../../src/ml/formats/safetensors';
import { makeTreesPass } from '../../../../../../src/ml/predict/trees';
import { randomTreesJob, TREE_LOSSES } from '../../../../../support/random-trees';
import { probes, trainTrees } from '../../../../../support/trained-trees';

interface Golden {
  module: string;
  jobs: Record<string, { weights: string; answers: string }>;
}

const golden = JSON.parse(
  readFileSync(new URL('../../../../../golden/exact-trees-1.json', import.meta.url), 'utf8'),
) as Golden;

const JOBS = [
  ...TREE_LOSSES.map((loss, i) => ({ loss, forest: false, monotone: true, seed: 201 + i })),
  ...(['logistic', 'softmax', 'squared'] as const).map((loss, i) => ({
    loss,
    forest: true,
    monotone: false,
    seed: 211 + i,
  })),
];

describe('exact trees', () => {
  it('are grown by the frozen module', async () => {
    expect((await treesModule()).digest).toBe(golden.module);
  });

  for (const { seed, ...options } of JOBS) {
    const name = `${options.forest ? 'forest' : 'trees'}, ${options.loss}`;
    it(`have the frozen bits: ${name}`, async () => {
      const job = randomTreesJob(seed, { ...options, rows: 600 });
      const { ensemble, tensors, learnt } = await trainTrees(job, 8);
      const answers = makeTreesPass(ensemble, tensors).run(probes(job, 100, seed));
      expect({
        weights: digestOf(writeSafetensors(learnt.tensors)),
        answers: digestOf(new Uint8Array(answers.buffer)),
      }).toEqual(golden.jobs[name]);
    });
  }
});
