/** Recipes of trees from a table to a model that predicts. */
import { describe, expect, it } from 'vitest';
import { isLoamError } from '../../../../src/core/errors';
import type { ColumnStep, ModelSpec } from '../../../../src/core/recipe/types';
import type { TaskKind } from '../../../../src/core/task/types';
import { exactProvider } from '../../../../src/ml/engine/fused/provider';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { trainRecipe } from '../../../../src/ml/train/train-recipe';
import { loopEffects, never, NOWHERE, numericStep, trainingInput } from '../../../support/training';

const growth = {
  leaves: 8,
  depth: null,
  leastRows: 3,
  rowShare: 0.8,
  columnShare: 1,
  bins: 255,
} as const;
const boosted = { kind: 'trees', quantile: 0.5, l2: 1, monotone: [], ...growth } as const;
const squared: ModelSpec = { ...boosted, monotone: [], loss: 'squared' };
const forest: ModelSpec = { kind: 'forest', ...growth };

const kept = (column: string): ColumnStep => ({
  ...numericStep(column),
  impute: 'keep',
  scale: 'none',
});
const STEPS: ColumnStep[] = [
  kept('x1'),
  kept('x2'),
  { column: 'city', step: 'codes', limit: 254, minCount: 1 },
];

async function train(kind: TaskKind, model: ModelSpec, shift = 0) {
  const base = trainingInput({ kind, model, rows: 300, engine: 'exact', trainer: { epochs: 15 } });
  for (const column of base.table.columns) {
    if (column.schema.name !== 'y' || column.kind !== 'numeric') continue;
    column.values.forEach((value, row) => (column.values[row] = value + shift));
  }
  const recipe = { ...base.recipe, preprocessing: STEPS, targetScale: 'standard' as const };
  const metrics: (number | null)[] = [];
  const context = {
    signal: never(),
    progress: (event: { type: string; metric?: number | null }) => {
      if (event.type === 'epoch') metrics.push(event.metric!);
    },
  };
  const input = { ...base, recipe };
  const result = await trainRecipe(input, [exactProvider(loopEffects.now)], context, loopEffects);
  const { manifest, preprocessing, weights } = result.model!;
  const complete = { ...manifest, preprocessing: NOWHERE, weights: NOWHERE };
  return { input, result, metrics, predictor: makePredictor(complete, preprocessing, weights) };
}

describe('a recipe of trees', () => {
  for (const kind of ['binary', 'multiclass', 'regression'] as const) {
    for (const model of [squared, forest]) {
      it(`learns and answers the better the longer it runs: ${model.kind}, ${kind}`, async () => {
        const { result, metrics, predictor, input } = await train(kind, model);
        expect(result.outcome.type).toBe('finished');
        const { train: losses } = result.curves;
        expect(losses.at(-1)).toBeLessThan(losses[0]!);
        expect(metrics.every((metric) => metric !== null && Number.isFinite(metric))).toBe(true);
        const { probabilities, values } = predictor.predictTable(input.table);
        expect((probabilities ?? values)!.every(Number.isFinite)).toBe(true);
        for (let at = 0; probabilities && at < probabilities.length; at += 3) {
          if (kind !== 'multiclass') break;
          const sum = probabilities[at]! + probabilities[at + 1]! + probabilities[at + 2]!;
          expect(sum).toBeCloseTo(1, 10);
        }
      });
    }
  }

  it('answers counts as means, watched on their own scale', async () => {
    const { result, metrics, predictor, input } = await train('regression', {
      ...boosted,
      monotone: [],
      loss: 'poisson',
    });
    expect(result.model!.manifest.targetTransform).toEqual({ offset: 0, scale: 1 });
    const { values } = predictor.predictTable(input.table);
    const meanOf = (numbers: ArrayLike<number>) =>
      Array.from(numbers).reduce((sum, value) => sum + value, 0) / numbers.length;
    const target = input.table.columns.find(({ schema }) => schema.name === 'y')!;
    if (target.kind !== 'numeric') throw new Error('counts are numbers');
    const mean = meanOf(target.values);
    expect(Math.abs(meanOf(values!) - mean)).toBeLessThan(0.05 * mean);
    // The metric of regression is an error in the units of the target.
    expect(metrics.at(-1)).toBeLessThan(metrics[0]!);
    expect(metrics[0]).toBeLessThan(mean);
  });

  it('refuses counts below 0', async () => {
    const refused = train('regression', { ...boosted, monotone: [], loss: 'poisson' }, -1000);
    await expect(refused).rejects.toSatisfy((error) => isLoamError(error, 'recipe-invalid'));
  });
});
