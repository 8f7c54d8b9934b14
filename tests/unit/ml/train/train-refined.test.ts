import { describe, expect, it } from 'vitest';
import { LoamError } from '../../../../src/core/errors';
import { leastRows } from '../../../../src/core/conformal/fit';
import { identityOf } from '../../../../src/core/hash/digest';
import { UNREFINED, type Refinements } from '../../../../src/core/recipe/refinements';
import type { EngineRecipe } from '../../../../src/core/recipe/types';
import { encodeOutOfFold } from '../../../../src/core/study/out-of-fold';
import type { FoldPlan } from '../../../../src/core/task/folds';
import { exactProvider } from '../../../../src/ml/engine/fused/provider';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import type { TrainingInput } from '../../../../src/ml/train/prepare';
import type { RecipeEvent } from '../../../../src/ml/train/recipe-result';
import { trainRecipe } from '../../../../src/ml/train/train-recipe';
import { trainRefined } from '../../../../src/ml/train/train-refined';
import {
  loopEffects,
  never,
  NOWHERE,
  trainingInput,
  type TrainingOptions,
} from '../../../support/training';

const providers = [exactProvider(loopEffects.now, { module: null, threads: 1 })];
const plan: FoldPlan = { by: 'stratified', count: 4, repeats: 1, seed: 3 };

function refined(options: TrainingOptions, more: Partial<Refinements>): TrainingInput {
  const input = trainingInput({ engine: 'exact', rows: 200, ...options });
  const { format: _, ...fields } = input.recipe;
  const recipe = { ...UNREFINED, ...fields, ...more, format: 'loam.recipe/4' } as EngineRecipe;
  return { ...input, recipe };
}

async function train(input: TrainingInput, signal = never()) {
  const events: RecipeEvent[] = [];
  const context = { signal, progress: (event: RecipeEvent) => void events.push(event) };
  const result = await trainRefined(input, providers, context, loopEffects);
  return { ...result, events };
}

describe('a recipe that is learnt on train', () => {
  it('is given a calibrator and sets from validation, and the same network as without', async () => {
    const plain = trainingInput({ engine: 'exact', rows: 200 });
    const context = { signal: never(), progress: () => undefined };
    const bare = await trainRecipe(plain, providers, context, loopEffects);
    const { model, outOfFold } = await train(
      refined({}, { calibration: 'temperature', coverage: 0.8 }),
    );
    expect(outOfFold).toBeNull();
    expect(model!.weights).toEqual(bare.model!.weights);
    const { calibrator, conformal, format, ...rest } = model!.manifest;
    expect(rest).toMatchObject({ network: bare.model!.manifest.network, threshold: 0.5 });
    expect(format).toBe('loam.model/2');
    expect(calibrator).toMatchObject({ type: 'temperature' });
    expect(conformal).toMatchObject({ type: 'set', coverage: 0.8 });
  });

  it('covers at least as many validation rows as it says', async () => {
    const input = refined({ kind: 'regression' }, { coverage: 0.9 });
    const { model } = await train(input);
    const { manifest, preprocessing, weights } = model!;
    const whole = { ...manifest, preprocessing: NOWHERE, weights: NOWHERE };
    const rows = Uint32Array.from(input.parts, (_, row) => row).filter(
      (row) => input.parts[row] === 1,
    );
    const { interval } = makePredictor(whole, preprocessing, weights).predictTable(
      input.table,
      rows,
    );
    const y = input.table.columns.find(({ schema }) => schema.name === 'y')!;
    if (y.kind !== 'numeric') throw new Error(y.kind);
    const inside = Array.from(rows).filter(
      (row, i) => y.values[row]! >= interval!.low[i]! && y.values[row]! <= interval!.high[i]!,
    );
    expect(inside.length / rows.length).toBeGreaterThanOrEqual(0.9);
  });

  it('promises nothing where validation has too few rows', async () => {
    const { model } = await train(refined({ rows: 40 }, { coverage: 0.95 }));
    expect(leastRows(0.95)).toBeGreaterThan(8);
    expect(model!.manifest).toMatchObject({ format: 'loam.model/1', conformal: null });
  });

  it('is refused where its answers cannot be calibrated so', async () => {
    const invalid = { code: 'recipe-invalid', facts: { field: 'calibration' } };
    const regression = refined({ kind: 'regression' }, { calibration: 'isotonic' });
    await expect(train(regression)).rejects.toMatchObject(invalid);
    const several = refined({ kind: 'multiclass' }, { calibration: 'platt' });
    await expect(train(several)).rejects.toMatchObject(invalid);
    const alone = refined({}, { calibration: 'platt' });
    alone.parts = alone.parts.map((part) => (part === 1 ? 0 : part));
    await expect(train(alone)).rejects.toMatchObject({ code: 'part-empty' });
  });
});

describe('a recipe that is learnt by folds', () => {
  it('answers every row of train and validation once, then learns from them all', async () => {
    const more = {
      calibration: 'platt',
      coverage: 0.9,
      fitting: { type: 'folds', folds: plan },
    } as const;
    const input = refined({ trainer: { epochs: 30, patience: 3 } }, more);
    const { outcome, model, outOfFold, events, curves } = await train(input);
    const dealt = Uint32Array.from(input.parts, (_, row) => row).filter(
      (row) => input.parts[row]! < 2,
    );
    expect(outOfFold!.rows).toEqual(dealt);
    expect(new Set(outOfFold!.folds)).toEqual(new Set([0, 1, 2, 3]));
    const labels = events.flatMap((event) => (event.type === 'stage' ? [event.label] : []));
    expect(labels.slice(0, 4)).toEqual([1, 2, 3, 4].map((n) => `Fold ${n} of 4`));
    if (outcome.type !== 'finished') throw new Error(outcome.type);
    expect(outcome).toMatchObject({ stoppedEarly: false, bestEpoch: outcome.epochs });
    expect(labels[4]).toBe(`Learning from all rows, ${outcome.epochs} epochs`);
    expect(outcome.epochs).toBeLessThanOrEqual(30);
    expect(curves.validation.every((value) => value === null)).toBe(true);
    expect(model!.manifest).toMatchObject({
      format: 'loam.model/2',
      calibrator: { type: 'platt' },
      conformal: { type: 'set', coverage: 0.9 },
    });
  });

  it('is refused where no fold has a row of some class to learn from, and says which', async () => {
    const input = refined({ kind: 'multiclass' }, { fitting: { type: 'folds', folds: plan } });
    const task = { ...input.task, classes: [...input.task.classes!, 'never'] };
    await expect(train({ ...input, task })).rejects.toEqual(
      new LoamError('folds-lack-class', { class: 'never' }),
    );
  });

  it('gives the same bits again', async () => {
    const input = refined(
      { kind: 'regression' },
      { coverage: 0.8, fitting: { type: 'folds', folds: plan } },
    );
    const [once, again] = [await train(input), await train(input)];
    expect(encodeOutOfFold(again.outOfFold!)).toEqual(encodeOutOfFold(once.outOfFold!));
    expect(identityOf(again.model!.manifest)).toBe(identityOf(once.model!.manifest));
    expect(again.model!.weights).toEqual(once.model!.weights);
  });

  it('ends when it is told to, between two folds too', async () => {
    const controller = new AbortController();
    const input = refined({}, { fitting: { type: 'folds', folds: plan } });
    const context = {
      signal: controller.signal,
      progress(event: RecipeEvent) {
        if (event.type === 'stage' && event.label === 'Fold 3 of 4') controller.abort();
      },
    };
    await expect(trainRefined(input, providers, context, loopEffects)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
