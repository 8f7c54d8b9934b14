import { describe, expect, it } from 'vitest';
import type { Table } from '../../../../src/core/dataset/types';
import { linkTo } from '../../../../src/core/hash/digest';
import type { DerivedColumn } from '../../../../src/core/recipe/refinements';
import type { ColumnStep, RefinedRecipe } from '../../../../src/core/recipe/types';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { withLags } from '../../../../src/ml/preprocess/lag-columns';
import { columnsOfTraining } from '../../../../src/ml/train/columns-of-training';
import { prepareTraining, type TrainingInput } from '../../../../src/ml/train/prepare';
import { modelOf } from '../../../../src/ml/train/recipe-result';
import { numeric, numericStep, trainingInput } from '../../../support/training';

const NOWHERE = linkTo('0'.repeat(64));

function derivedInput(
  derive: DerivedColumn[],
  preprocessing: ColumnStep[],
): TrainingInput & { recipe: RefinedRecipe } {
  const input = trainingInput();
  const recipe: RefinedRecipe = {
    ...input.recipe,
    format: 'loam.recipe/4',
    preprocessing,
    derive,
    fitting: { type: 'held-out' },
    calibration: 'none',
    coverage: null,
  };
  return { ...input, recipe };
}

const unscaled = (column: string): ColumnStep => ({ ...numericStep(column), scale: 'none' });

describe('derived columns', () => {
  const derive: DerivedColumn[] = [
    { name: 'sum', expression: 'x2 + x1' },
    { name: 'twice', expression: 'sum * 2' },
    { name: 'where', expression: 'concat(city, "/", if(x1 > 0, "+", "-"))' },
  ];
  const steps: ColumnStep[] = [
    unscaled('twice'),
    { column: 'where', step: 'one-hot', limit: 10, minCount: 1 },
  ];

  it('are inputs like any other, and the signature lists what they are made of, in the order of the dataset', () => {
    const input = derivedInput(derive, steps);
    const prepared = prepareTraining(input);
    const { manifest, preprocessing } = modelOf(
      input,
      prepared,
      { type: 'constant', output: [0] },
      null,
    );
    expect(manifest.inputs.map(({ name }) => name)).toEqual(['x1', 'x2', 'city']);
    expect(preprocessing).toMatchObject({
      format: 'loam.preprocessing/2',
      derived: derive,
      lags: [],
    });
    const [x1, x2] = input.table.columns.map((column) =>
      column.kind === 'numeric' ? column.values : new Float64Array(),
    );
    const { width } = preprocessing;
    const { inputs } = prepared.job.train;
    prepared.trainRows.forEach((row, i) => {
      expect(inputs[i * width]).toBe(Math.fround((x2![row]! + x1![row]!) * 2));
    });
    expect(columnsOfTraining(input.recipe, input.task)).toEqual(['x1', 'x2', 'city', 'y']);
  });

  it('are made of what is given at prediction: a row, and a table in any order, answer alike', () => {
    const input = derivedInput(derive, [unscaled('twice')]);
    const { manifest, preprocessing } = modelOf(
      input,
      prepareTraining(input),
      {
        type: 'layers',
        layers: [
          { layer: 'dense', kernel: 'k', bias: 'b', inputs: 1, outputs: 1, activation: 'linear' },
        ],
      },
      null,
    );
    const model = { ...manifest, preprocessing: NOWHERE, weights: NOWHERE };
    const pass = {
      inputs: 1,
      outputs: 1,
      run: (inputs: Float32Array) => Float64Array.from(inputs),
      answers: (_: unknown, outputs: Float64Array | Float32Array) =>
        Float64Array.from([...outputs].flatMap((x) => [1 - x, x])),
    };
    const predictor = makePredictor(model, preprocessing, null, pass);
    const table: Table = { rows: 2, columns: [numeric('x2', [1, 2]), numeric('x1', [0.5, NaN])] };
    const { probabilities } = predictor.predictTable(table);
    expect(probabilities![1]).toBe(3);
    expect(predictor.predictCells({ x1: 0.5, x2: 1, city: null }).probabilities).toEqual([-2, 3]);
    // A missing sum takes the median of train, as any missing number does.
    expect(probabilities![3]).toBe(Math.fround((preprocessing.steps[0] as { fill: number }).fill));
  });

  it('refuse names of the dataset, columns that may not be inputs and expressions that do not fit them', () => {
    const reason = (made: DerivedColumn[]) => {
      try {
        prepareTraining(derivedInput(made, [unscaled(made[0]!.name)]));
        return null;
      } catch (error) {
        return (error as { facts: Record<string, string> }).facts;
      }
    };
    expect(reason([{ name: 'x2', expression: 'x1' }])).toEqual({
      field: 'derive',
      reason: 'x2 is a column of the dataset already',
    });
    expect(reason([{ name: 'leak', expression: 'if(y = "yes", 1, 0)' }])).toEqual({
      field: 'preprocessing',
      reason: 'y has the role target, so it cannot be an input',
    });
    expect(reason([{ name: 'odd', expression: 'x1 + city' }])).toEqual({
      field: 'made column odd',
      reason:
        'cannot be computed, at character 6: + (texts: concat) wants numbers, and city is a text',
    });
    expect(reason([{ name: 'none', expression: 'x9' }])).toEqual({ column: 'x9' });
  });
});

describe('lags', () => {
  const roles = [
    { column: 'when', role: 'time' as const },
    { column: 'shop', role: 'group' as const },
    { column: 'sold', role: 'target' as const },
  ];
  const day = 86_400_000;
  const table: Table = {
    rows: 7,
    columns: [
      numeric('when', [3 * day, day, 2 * day, day, 4 * day, NaN, 2 * day], 'datetime'),
      {
        kind: 'coded',
        schema: { name: 'shop', type: 'category' },
        codes: Int32Array.of(0, 0, 0, 1, 0, 0, 1),
        dictionary: ['a', 'b'],
      },
      numeric('sold', [30, 10, NaN, 100, 40, 50, 200]),
    ],
  };
  const lag = (rows: number, mean: number): DerivedColumn => ({
    name: `sold ${rows} ${mean}`,
    lag: { column: 'sold', rows, mean },
  });
  const valuesOf = (made: DerivedColumn, given = roles) => {
    const column = withLags(table, [made], { roles: given }).columns.at(-1)!;
    return column.kind === 'numeric' ? [...column.values] : [];
  };

  it('look back in time within a group, and are missing where nothing is so far back', () => {
    expect(valuesOf(lag(1, 1))).toEqual([NaN, NaN, 10, NaN, 30, NaN, 100]);
    expect(valuesOf(lag(2, 1))).toEqual([10, NaN, NaN, NaN, NaN, NaN, NaN]);
    expect(valuesOf(lag(1, 2))).toEqual([10, NaN, NaN, NaN, 30, NaN, NaN]);
  });

  it('look back over all rows where there are no groups, equal times as they come', () => {
    expect(valuesOf(lag(1, 1), [roles[0]!, roles[2]!])).toEqual([200, NaN, 100, 10, 30, NaN, NaN]);
  });

  it('never read the row itself, nor one after it', () => {
    const before = valuesOf(lag(1, 2));
    const later = structuredClone(table);
    const sold = later.columns[2]!;
    if (sold.kind === 'numeric') sold.values[4] = -1e9;
    const column = withLags(later, [lag(1, 2)], { roles }).columns.at(-1)!;
    expect(column.kind === 'numeric' && [...column.values]).toEqual(before);
  });

  it('leave a table alone that has them', () => {
    const once = withLags(table, [lag(1, 1)], { roles });
    expect(withLags(once, [lag(1, 1)], { roles })).toBe(once);
  });
});
