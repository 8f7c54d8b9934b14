/** Which method explains a model, and in which units. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { log } from '../../../../src/core/math';
import { explainModel } from '../../../../src/ml/explain';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { bareTemplate } from '../../../support/bare-template';
import { pageInputOf } from '../../../support/page-input';
import { randomData } from '../../../support/page-tables';

function modelOf(data: Parameters<typeof pageInputOf>[0]) {
  const { model } = pageInputOf(data);
  const predictor = makePredictor(model.manifest, model.preprocessing, model.weights);
  return { ...model, predictor };
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe('explaining a model', () => {
  it('a linear one is explained exactly, in log-odds, scores or units of the target, and adds up to the answer', async () => {
    await fc.assert(
      fc.asyncProperty(randomData, fc.nat(39), fc.nat(2), async (data, at, wanted) => {
        const model = modelOf({ ...data, template: bareTemplate, hidden: [] });
        const { classes, kind } = model.manifest;
        const row: Record<string, Cell> = Object.fromEntries(
          data.table.columns.map((column) => [
            column.schema.name,
            column.kind === 'numeric'
              ? column.values[at]!
              : (column.dictionary[column.codes[at]!] ?? null),
          ]),
        );
        const output = classes ? wanted % classes.length : 0;
        const found = await explainModel(model, row, { output });
        const expected = { binary: 'log-odds', multiclass: 'score', regression: 'target' }[kind];
        expect([found.method, found.units, found.isExact, found.errors]).toEqual([
          'linear',
          expected,
          true,
          null,
        ]);
        const { answer, probabilities } = model.predictor.predictCells(row);
        const scale = 1 + Math.abs(found.answer) + Math.abs(found.typical);
        expect(
          Math.abs(found.answer - found.typical - sum(found.contributions)) / scale,
        ).toBeLessThan(1e-9);
        if (kind === 'regression') expect(found.answer).toBeCloseTo(Number(answer), 6);
        if (kind === 'binary' && Math.abs(found.answer) < 15) {
          const p = probabilities![output]!;
          expect(Math.abs(found.answer - log(p / (1 - p))) / scale).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a network is explained by predictions, in probabilities or units of the target', async () => {
    await fc.assert(
      fc.asyncProperty(randomData, async (data) => {
        const model = modelOf({ ...data, template: bareTemplate, hidden: [4] });
        const found = await explainModel(model, {}, { output: 0 });
        const few = model.manifest.inputs.length <= 7;
        expect(found.method).toBe(few ? 'subsets' : 'orders');
        expect(found.units).toBe(model.manifest.classes ? 'probability' : 'target');
        expect(found.errors === null).toBe(few);
      }),
      { numRuns: 15 },
    );
  });
});
