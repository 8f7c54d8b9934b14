import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { answersOf } from '../../../../src/ml/predict/answer';
import { later, laterPredictor, type LaterPass } from '../../../../src/ml/predict/later-predictor';
import { plainPass } from '../../../../src/ml/predict/output-pass';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { sealedModel, type ModelOfParts } from '../../../support/sealed-model';
import { seeded } from '../../../support/seeded';
import { tableOf } from '../../../support/table-of';

const KINDS = { binary: 1, multiclass: 3, regression: 1 } as const;

/** One dense layer over a number and a category. */
function modelOf(kind: keyof typeof KINDS) {
  const outputs = KINDS[kind];
  const random = seeded(3);
  const parts: ModelOfParts = {
    inputs: [
      { name: 'age', type: 'number', categories: null, labels: null, quantiles: null },
      { name: 'city', type: 'category', categories: ['Ulm'], labels: null, quantiles: null },
    ],
    steps: [
      {
        column: 'age',
        step: 'numeric',
        transform: 'none',
        fill: 30,
        indicator: false,
        offset: 30,
        scale: 10,
      },
      { column: 'city', step: 'one-hot', categories: ['Ulm'], rest: true, missing: true },
    ],
    network: {
      type: 'layers',
      layers: [
        {
          layer: 'dense',
          kernel: 'kernel',
          bias: 'bias',
          inputs: 4,
          outputs,
          activation: 'linear',
        },
      ],
    },
    tensors: [
      {
        name: 'kernel',
        shape: [4, outputs],
        values: Float32Array.from({ length: 4 * outputs }, () => random.normal()),
      },
      { name: 'bias', shape: [outputs], values: new Float32Array(outputs) },
    ],
    outputs,
    ...(kind === 'binary' ? { threshold: 0.4 } : {}),
  };
  const { manifest, preprocessing, weights } = sealedModel(parts);
  const { network } = manifest;
  if (network.type !== 'layers') throw new Error('it has layers');
  const plain = plainPass(network, weights);
  const head = {
    kind,
    targetTransform: manifest.targetTransform,
    classes: manifest.classes?.length ?? 1,
  };
  const pass: LaterPass = {
    inputs: 4,
    run(inputs) {
      const found = plain.run(inputs);
      return Promise.resolve(kind === 'regression' ? found : answersOf(head, found));
    },
  };
  return {
    now: makePredictor(manifest, preprocessing, weights),
    then: laterPredictor(manifest, preprocessing, pass),
  };
}

const KIND_NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[];
const cell = fc.oneof(
  fc.double(),
  fc.constantFrom<Cell[]>('Ulm', 'Bonn', '', '12', null, true),
) as fc.Arbitrary<Cell>;
const row = fc.dictionary(fc.constantFrom('age', 'city', 'other'), cell);

describe('a predictor whose answers come later', () => {
  it.each(KIND_NAMES)(
    'gives the bits and problems of one that answers at once: %s',
    async (kind) => {
      const { now, then } = modelOf(kind);
      await fc.assert(
        fc.asyncProperty(row, async (cells) => {
          expect(await then.predictCells(cells)).toEqual(now.predictCells(cells));
        }),
      );
    },
  );

  it.each(KIND_NAMES)(
    'answers chosen rows of a table that is longer than a block: %s',
    async (kind) => {
      const { now, then } = modelOf(kind);
      const random = seeded(9);
      const table = tableOf({
        age: Array.from({ length: 9001 }, () => random.normal() * 20),
        city: Array.from({ length: 9001 }, (_, i) => (i % 3 === 0 ? 'Ulm' : 'Bonn')),
      });
      const rows = Uint32Array.from({ length: 5000 }, (_, i) => (i * 7) % 9001);
      expect(await then.predictTable(table)).toEqual(now.predictTable(table));
      expect(await then.predictTable(table, rows)).toEqual(now.predictTable(table, rows));
    },
  );

  it('refuses a pass of another number of inputs, and answers of another number', async () => {
    const { manifest, preprocessing } = sealedModel({
      inputs: [{ name: 'x', type: 'number', categories: null, labels: null, quantiles: null }],
      steps: [
        {
          column: 'x',
          step: 'numeric',
          transform: 'none',
          fill: 0,
          indicator: false,
          offset: 0,
          scale: 1,
        },
      ],
      network: { type: 'constant', output: [1] },
      outputs: 1,
    });
    const giving = (inputs: number, answers: number): LaterPass => ({
      inputs,
      run: () => Promise.resolve(new Float64Array(answers)),
    });
    const damaged = expect.objectContaining({ code: 'object-damaged' }) as Error;
    expect(() => laterPredictor(manifest, preprocessing, giving(2, 1))).toThrow(damaged);
    const wrong = laterPredictor(manifest, preprocessing, giving(1, 2));
    await expect(wrong.predictCells({ x: 1 })).rejects.toThrow(damaged);
  });

  it('is what any other becomes, with the same answers', async () => {
    const { now } = modelOf('multiclass');
    const cells = { age: 41, city: 'Bonn' };
    expect(await later(now).predictCells(cells)).toEqual(now.predictCells(cells));
    expect(later(now).classes).toEqual(now.classes);
  });
});
