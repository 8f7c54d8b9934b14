/** Boosted trees and forests as ONNX, run by ONNX Runtime, beside the app's own prediction. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../support/seeded';
import type { TreeEnsemble } from '../../../../src/core/model/types';
import { expectSameAnswers } from '../../../support/onnx-agreement';
import { randomTreesJob, TREE_LOSSES } from '../../../support/random-trees';
import { cellRows, plainInputs, sealedModel } from '../../../support/sealed-model';
import { probes, trainTrees } from '../../../support/trained-trees';

async function expectAgreement(seed: number, options: Parameters<typeof randomTreesJob>[1]) {
  const job = randomTreesJob(seed, options);
  const { learnt } = await trainTrees(job, 7);
  const model = sealedModel({
    ...plainInputs(job.inputs),
    network: learnt.network,
    tensors: learnt.tensors,
    outputs: job.outputs,
    ...(job.loss === 'logistic' ? { threshold: 0.4 } : {}),
  });
  await expectSameAnswers(model, cellRows(probes(job, 120, seed), job.inputs));
}

/** One tree of one leaf, or of one split by a set of categories with the highest code that there is. */
function smallEnsemble(nodes: number, sets: number): TreeEnsemble {
  return {
    type: 'trees',
    inputs: 1,
    outputs: 1,
    trees: 1,
    nodes,
    sets,
    leaves: 0,
    combine: 'sum',
    base: [0.25],
    link: 'identity',
  };
}

describe('trees as ONNX', () => {
  for (const forest of [false, true]) {
    for (const loss of TREE_LOSSES) {
      const name = forest ? 'a forest' : 'boosted trees';
      it(`answers as the app does, to 1e-5, for ${name} with ${loss} loss`, async () => {
        await fc.assert(
          fc.asyncProperty(fc.nat(2 ** 31), (seed) =>
            expectAgreement(seed, { loss, forest, monotone: seed % 3 === 0 }),
          ),
          { numRuns: 6 },
        );
      });
    }
  }

  it('answers with a tree that is one leaf', async () => {
    const model = sealedModel({
      ...plainInputs(1),
      network: smallEnsemble(1, 0),
      tensors: [
        { name: 'roots', shape: [2], values: Int32Array.of(0, 1) },
        { name: 'input', shape: [1], values: Int32Array.of(-1) },
        { name: 'left', shape: [1], values: Int32Array.of(0) },
        { name: 'value', shape: [1], values: Float32Array.of(1.5) },
        { name: 'missing', shape: [1], values: Uint8Array.of(0) },
        { name: 'set', shape: [1], values: Int32Array.of(-1) },
        { name: 'sets', shape: [0, 8], values: new Int32Array(0) },
        { name: 'shares', shape: [0, 1], values: new Float32Array(0) },
      ],
      outputs: 1,
    });
    await expectSameAnswers(model, [[1], [null], [-1e30]]);
  });

  it('sends any code of any set, and what is no code, where the app sends it', async () => {
    const words = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), {
      minLength: 8,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(words, fc.nat(1), fc.nat(2 ** 31), async (set, missing, seed) => {
        const model = sealedModel({
          ...plainInputs(1),
          network: smallEnsemble(3, 1),
          tensors: [
            { name: 'roots', shape: [2], values: Int32Array.of(0, 3) },
            { name: 'input', shape: [3], values: Int32Array.of(0, -1, -1) },
            { name: 'left', shape: [3], values: Int32Array.of(1, 0, 0) },
            { name: 'value', shape: [3], values: Float32Array.of(0, 1, 2) },
            { name: 'missing', shape: [3], values: Uint8Array.of(missing, 0, 0) },
            { name: 'set', shape: [3], values: Int32Array.of(0, -1, -1) },
            { name: 'sets', shape: [1, 8], values: Int32Array.from(set) },
            { name: 'shares', shape: [0, 1], values: new Float32Array(0) },
          ],
          outputs: 1,
        });
        const random = seeded(seed);
        const odd = [null, -1, -0.5, 0.5, 254.7, 255, 255.9, 256, 1e30, -1e30];
        const codes = Array.from({ length: 40 }, () => Math.floor(random.uniform() * 256));
        await expectSameAnswers(
          model,
          [...odd, ...codes].map((x) => [x]),
        );
      }),
      { numRuns: 15 },
    );
    expect.hasAssertions();
  });
});
