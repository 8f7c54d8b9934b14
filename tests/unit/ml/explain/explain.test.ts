import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, Table } from '../../../../src/core/dataset/types';
import { isLoamError } from '../../../../src/core/errors';
import type { InputSignature } from '../../../../src/core/model/types';
import { explain } from '../../../../src/ml/explain';
import { backgroundRows } from '../../../../src/ml/explain/background';
import { alignTable } from '../../../../src/ml/predict/align';
import { makePredictor, type Predictor } from '../../../../src/ml/predict/predictor';
import { bareTemplate } from '../../../support/bare-template';
import { pageInputOf } from '../../../support/page-input';
import { randomData } from '../../../support/page-tables';

const numeric = (name: string, quantiles: number[]): InputSignature => ({
  name,
  type: 'number',
  categories: null,
  labels: null,
  quantiles,
});

/** A predictor of numbers that is any function of the inputs' values. */
function predictorOf(inputs: InputSignature[], f: (row: number[]) => number): Predictor {
  const predictTable = (table: Table) => {
    const { columns } = alignTable(inputs, table).table;
    const values = Float64Array.from({ length: table.rows }, (_, row) =>
      f(
        columns.map((column) =>
          column.kind === 'numeric' ? column.values[row]! : column.codes[row]!,
        ),
      ),
    );
    return {
      rows: table.rows,
      probabilities: null,
      values,
      labels: null,
      interval: null,
      set: null,
      problems: [],
    };
  };
  return {
    classes: null,
    predictTable,
    predictAligned: predictTable,
    predictCells: () => {
      throw new Error('not asked for');
    },
  };
}

const finite = fc.double({ min: -1000, max: 1000, noNaN: true });
const quantiles = fc
  .array(finite, { minLength: 5, maxLength: 5 })
  .map((values) => [...values].sort((a, b) => a - b));

/** From few inputs, which are explained exactly, to many, which are sampled. */
const numbers = fc.integer({ min: 1, max: 12 }).chain((n) => {
  const each = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: n, maxLength: n });
  return fc.record({ quantiles: each(quantiles), weights: each(finite), row: each(finite) });
});

const named = (of: number[][]) => of.map((each, i) => numeric(`x${i}`, each));
const rowOf = (values: number[]): Record<string, Cell> =>
  Object.fromEntries(values.map((value, i) => [`x${i}`, value]));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe('an explanation', () => {
  it('of a linear model is, for each input, its weight times the way from the mean', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, async ({ quantiles, weights, row }) => {
        const inputs = named(quantiles);
        const f = (x: number[]) => sum(x.map((each, i) => each * weights[i]!)) + 17;
        const { rows } = backgroundRows(inputs, 64);
        const found = await explain(predictorOf(inputs, f), inputs, rowOf(row), { output: 0 });
        const { columns } = backgroundRows(inputs, rows);
        columns.forEach((column, i) => {
          const mean = column.kind === 'numeric' ? sum([...column.values]) / rows : NaN;
          expect(found.contributions[i]).toBeCloseTo(weights[i]! * (row[i]! - mean), 4);
        });
        expect(found.isExact).toBe(inputs.length <= 7);
      }),
    );
  });

  it('adds up to the answer less the typical one, of any model', async () => {
    await fc.assert(
      fc.asyncProperty(randomData, fc.nat(39), fc.nat(2), async (data, rowAt, output) => {
        const { model } = pageInputOf({ ...data, template: bareTemplate });
        const predictor = makePredictor(model.manifest, model.preprocessing, model.weights);
        const row: Record<string, Cell> = Object.fromEntries(
          data.table.columns.map((column) => [
            column.schema.name,
            column.kind === 'numeric'
              ? column.values[rowAt]!
              : (column.dictionary[column.codes[rowAt]!] ?? null),
          ]),
        );
        const of = predictor.classes ? output % predictor.classes.length : 0;
        const found = await explain(predictor, model.manifest.inputs, row, { output: of });
        const { probabilities, answer } = predictor.predictCells(row);
        expect(found.answer).toBeCloseTo(probabilities?.[of] ?? Number(answer), 9);
        const scale = Math.abs(found.answer) + Math.abs(found.typical) + 1;
        const rest = found.answer - found.typical - sum(found.contributions);
        expect(Math.abs(rest) / scale).toBeLessThan(1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it('adds up where orders are sampled, too, however the inputs work together', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, fc.nat(11), async ({ quantiles, weights, row }, k) => {
        const inputs = named(quantiles);
        const f = (x: number[]) =>
          Math.tanh(sum(x.map((each, i) => each * weights[i]!)) / 1e5) *
          (x[k % x.length]! > 0 ? 3 : -1);
        const found = await explain(predictorOf(inputs, f), inputs, rowOf(row), { output: 0 });
        expect(sum(found.contributions)).toBeCloseTo(found.answer - found.typical, 9);
        expect(found.answer).toBeCloseTo(f(row), 12);
      }),
    );
  });

  it('gives nothing, to the bit, to an input that the model does not look at', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, fc.nat(11), async ({ quantiles, weights, row }, k) => {
        const inputs = named(quantiles);
        const unused = k % inputs.length;
        const f = (x: number[]) =>
          x.reduce(
            (product, each, i) =>
              i === unused ? product : product * (1 + each * weights[i]! * 1e-6),
            1,
          );
        const found = await explain(predictorOf(inputs, f), inputs, rowOf(row), { output: 0 });
        expect(Math.abs(found.contributions[unused]!)).toBe(0);
      }),
    );
  });

  it('gives the same to two inputs that stand in the same way for the same', async () => {
    await fc.assert(
      fc.asyncProperty(quantiles, finite, finite, async (each, x, y) => {
        // Equal inputs of an answer that does not tell them apart, and whose backgrounds are one value.
        const flat = each.map(() => each[2]!);
        const inputs = named([flat, flat, each]);
        const f = ([a = 0, b = 0, c = 0]: number[]) => a * b * 1e-3 + c * (a + b);
        const found = await explain(predictorOf(inputs, f), inputs, rowOf([x, x, y]), {
          output: 0,
        });
        const scale = Math.abs(found.answer) + Math.abs(found.typical) + 1;
        expect(Math.abs(found.contributions[0]! - found.contributions[1]!) / scale).toBeLessThan(
          1e-9,
        );
      }),
    );
  });

  it('of two inputs that count together only shares what they do between both', async () => {
    const flat = [0, 0, 0, 0, 0];
    const inputs = named([flat, flat]);
    const both = ([a, b]: number[]) => (a === 1 && b === 1 ? 10 : 0);
    const found = await explain(predictorOf(inputs, both), inputs, rowOf([1, 1]), { output: 0 });
    expect(found).toEqual({
      columns: [
        { name: 'x0', from: null, value: 1 },
        { name: 'x1', from: null, value: 1 },
      ],
      answer: 10,
      typical: 0,
      contributions: [5, 5],
      errors: null,
      isExact: true,
      method: 'subsets',
      units: 'target',
    });
  });

  it('is the same each time, whatever is predicted at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        numbers,
        fc.integer({ min: 1, max: 500 }),
        async ({ quantiles, weights, row }, rowsAtOnce) => {
          let asked = 0;
          const inputs = named(quantiles);
          const f = (x: number[]) => Math.max(...x.map((each, i) => each * weights[i]!));
          const once = await explain(predictorOf(inputs, f), inputs, rowOf(row), { output: 0 });
          const again = await explain(predictorOf(inputs, f), inputs, rowOf(row), {
            output: 0,
            rowsAtOnce: () => 1 + (asked++ % rowsAtOnce),
          });
          expect(again).toEqual(once);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('stops where it is told to, between two predictions', async () => {
    const inputs = named([[1, 2, 3, 4, 5]]);
    const stop = new AbortController();
    let asked = 0;
    const predictor = predictorOf(inputs, () => {
      if (++asked === 20) stop.abort();
      return 0;
    });
    const stopped = explain(
      predictor,
      inputs,
      { x0: 1 },
      { output: 0, rowsAtOnce: 10, signal: stop.signal },
    );
    await expect(stopped).rejects.toSatisfy((error) => isLoamError(error, 'cancelled'));
    expect(asked).toBe(20);
  });
});

describe('typical rows', () => {
  it('take each quantile as often as it stands for, and every category alike', () => {
    const inputs: InputSignature[] = [
      numeric('size', [1, 2, 3, 4, 5]),
      {
        name: 'place',
        type: 'category',
        categories: ['a', 'b', 'c', 'd'],
        labels: null,
        quantiles: null,
      },
      { name: 'paid', type: 'boolean', categories: null, labels: ['no', 'yes'], quantiles: null },
      { name: 'remark', type: 'text', categories: null, labels: null, quantiles: null },
    ];
    const { columns } = backgroundRows(inputs, 40);
    const counts = columns.map((column) => {
      const values: (string | number)[] =
        column.kind === 'numeric'
          ? [...column.values]
          : [...column.codes].map((code) => column.dictionary[code] ?? 'none');
      return Object.fromEntries(
        [...new Set(values)].sort().map((one) => [one, values.filter((v) => v === one).length]),
      );
    });
    expect(counts).toEqual([
      { 1: 7, 2: 8, 3: 10, 4: 8, 5: 7 },
      { a: 10, b: 10, c: 10, d: 10 },
      { no: 20, yes: 20 },
      { none: 40 },
    ]);
  });

  it('are made of nothing but the signature', () => {
    fc.assert(
      fc.property(randomData, (data) => {
        const { inputs } = pageInputOf({ ...data, template: bareTemplate }).model.manifest;
        backgroundRows(inputs, 64).columns.forEach((column, i) => {
          const { quantiles, categories, labels } = inputs[i]!;
          if (column.kind === 'numeric')
            for (const value of column.values) expect(quantiles).toContain(value);
          else expect(column.dictionary).toEqual(labels ?? categories);
        });
      }),
      { numRuns: 20 },
    );
  });
});
