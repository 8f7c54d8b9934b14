import { describe, expect, test } from 'vitest';
import type { ModelSpec } from '../../../../src/core/recipe/types';
import type { Candidate } from '../../../../src/core/study/types';
import { readTarget } from '../../../../src/core/task/target';
import { dealFolds } from '../../../../src/core/task/deal-folds';
import { foldKeys } from '../../../../src/core/task/fold-keys';
import { holdOut } from '../../../../src/core/task/hold-out';
import type { FoldPlan } from '../../../../src/core/task/folds';
import { PART_CODE, type TaskKind } from '../../../../src/core/task/types';
import { exactProvider } from '../../../../src/ml/engine/fused/provider';
import { crossFit } from '../../../../src/ml/train/cross-fit';
import { trainFold } from '../../../../src/ml/train/train-fold';
import { loopEffects, never, trainingInput, type TrainingOptions } from '../../../support/training';

const plan: FoldPlan = { by: 'stratified', count: 4, repeats: 1, seed: 2 };
const providers = [exactProvider(loopEffects.now)];
const linear: ModelSpec = { kind: 'linear', l2: 0.001 };

function placeOf(options: TrainingOptions) {
  const { recipe, ...data } = trainingInput({ engine: 'exact', ...options });
  const { preprocessing, targetScale, model, trainer, seed, engine } = recipe;
  const candidate: Candidate = {
    preprocessing,
    targetScale,
    model,
    trainer,
    seed,
    engine,
    derive: [],
  };
  const target = readTarget(data.table.columns[3]!, data.task.kind, data.task.classes);
  const keys = foldKeys(data.task, data.table);
  const folds = dealFolds({ plan, parts: data.parts, target, keys });
  return { ...data, candidate, target, keys, folds };
}

type Place = ReturnType<typeof placeOf>;

async function fit({ folds, ...place }: Place, number = 0) {
  return trainFold({ ...place, fold: folds[number]! }, providers, { signal: never() }, loopEffects);
}

/** The place with other values in some rows, in every column or in the inputs only. */
function spoilt(place: Place, rows: (row: number) => boolean, only?: 'inputs'): Place {
  const columns = place.table.columns.map((column) =>
    only && column.schema.name === place.task.target
      ? column
      : column.kind === 'numeric'
        ? { ...column, values: column.values.map((x, row) => (rows(row) ? -7 * x + 1 : x)) }
        : { ...column, codes: column.codes.map((c, row) => (rows(row) ? (c === 0 ? 1 : 0) : c)) },
  );
  const table = { ...place.table, columns };
  const target = readTarget(columns[3]!, place.task.kind, place.task.classes);
  return { ...place, table, target };
}

describe('a fold', () => {
  test('learns nothing from the rows that it judges, nor from test', async () => {
    for (const trainer of [{ patience: null }, { patience: 3, epochs: 30 }]) {
      const place = placeOf({ trainer });
      const judged = new Set(place.folds[1]!.judge);
      const other = spoilt(place, (row) => judged.has(row) || place.parts[row] === PART_CODE.test);
      const [a, b] = [await fit(place, 1), await fit(other, 1)];
      expect(b.model.weights).toEqual(a.model.weights);
      expect(b.bestEpoch).toBe(a.bestEpoch);
    }
  });

  test('holds rows out of those that it learns from only where it stops early', async () => {
    const place = placeOf({ trainer: { patience: null } });
    const fold = place.folds[0]!;
    const held = new Set(holdOut(fold, place.target, place.keys));
    expect(held.size).toBeGreaterThanOrEqual(20);
    expect([...held].every((row) => fold.learn.includes(row))).toBe(true);
    const other = spoilt(place, (row) => held.has(row), 'inputs');
    const stopping = {
      ...place.candidate,
      trainer: { ...place.candidate.trainer, patience: 1000 },
    };
    expect((await fit(other)).model.weights).not.toEqual((await fit(place)).model.weights);
    const stops = async (of: Place) =>
      (await fit({ ...of, candidate: stopping })).model.preprocessing;
    expect(await stops(other)).toEqual(await stops(place));
  });

  test('of a baseline has no epochs, no weights and one answer', async () => {
    const place = placeOf({ kind: 'multiclass', model: { kind: 'baseline' } });
    const { answers, bestEpoch, bytes, engine } = await fit(place);
    expect({ bestEpoch, bytes, engine }).toEqual({ bestEpoch: 0, bytes: 0, engine: 'none' });
    const first = answers.subarray(0, 3);
    expect(first.every((p) => p > 0 && p < 1)).toBe(true);
    expect(answers.every((p, i) => p === first[i % 3])).toBe(true);
  });
});

test('Held-out rows leave every class to learn from, and are none where the units are too few', () => {
  const { target, keys } = placeOf({ kind: 'multiclass' });
  const learn = Uint32Array.from({ length: 100 }, (_, i) => i);
  const held = new Set(holdOut({ number: 0, learn }, target, keys));
  const codes = target.type === 'classes' ? target.codes : [];
  expect(new Set([...learn].filter((r) => !held.has(r)).map((r) => codes[r])).size).toBe(3);
  expect(holdOut({ number: 0, learn: learn.subarray(0, 2) }, target, keys)).toHaveLength(0);
});

describe.each<TaskKind>(['binary', 'multiclass', 'regression'])('cross-fitting of %s', (kind) => {
  test('answers every row of train and validation once, as each fold does, and twice the same', async () => {
    const place = placeOf({ kind, model: linear });
    const run = () => crossFit({ ...place, plan }, providers, { signal: never() }, loopEffects);
    const { answers, done } = await run();
    const dealt = [...place.parts.keys()].filter((row) => place.parts[row] !== PART_CODE.test);
    expect([...answers.rows]).toEqual(dealt);
    expect(done.map(({ number }) => number)).toEqual(place.folds.map(({ number }) => number));
    const own = await fit(place, 2);
    const { width } = answers;
    const fromAll = [...answers.folds.keys()]
      .filter((i) => answers.folds[i] === 2)
      .flatMap((i) => [...answers.answers.subarray(i * width, (i + 1) * width)]);
    expect(fromAll).toEqual([...own.answers]);
    expect((await run()).answers).toEqual(answers);
  });
});
