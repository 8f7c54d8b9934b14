/** Changes that make an answer another: whatever is said to change it does, and nothing smaller does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, Table } from '../../../../src/core/dataset/types';
import { isLoamError } from '../../../../src/core/errors';
import type { InputSignature } from '../../../../src/core/model/types';
import type { WantedAnswer } from '../../../../src/core/understand/types';
import { changeAnswer } from '../../../../src/ml/explain/counterfactual';
import { combinations, countOf } from '../../../../src/ml/explain/combinations';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { bareTemplate } from '../../../support/bare-template';
import { pageInputOf } from '../../../support/page-input';
import { randomData } from '../../../support/page-tables';

const input = (name: string): InputSignature => ({
  name,
  type: 'number',
  categories: null,
  labels: null,
  quantiles: [-2, -1, 0, 1, 2],
});

/** Numbers answered by a function of the row. */
function predictorOf(names: string[], f: (row: number[]) => number) {
  return {
    classes: null,
    predictTable: ({ rows, columns }: Table) => ({
      rows,
      probabilities: null,
      values: Float64Array.from({ length: rows }, (_, row) =>
        f(
          names.map((name) => {
            const column = columns.find(({ schema }) => schema.name === name)!;
            return column.kind === 'numeric' ? column.values[row]! : NaN;
          }),
        ),
      ),
      labels: null,
      interval: null,
      set: null,
      problems: [],
    }),
  };
}

describe('a change of an answer', () => {
  it('is what the model answers to the changed row, among usual values of the columns that may change, whatever the model', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomData,
        fc.nat(39),
        fc.nat(9),
        fc.infiniteStream(fc.boolean()),
        async (data, at, pick, stays) => {
          const { model } = pageInputOf({ ...data, template: bareTemplate });
          const { manifest } = model;
          const predictor = makePredictor(manifest, model.preprocessing, model.weights);
          const row: Record<string, Cell> = Object.fromEntries(
            data.table.columns.map((column) => [
              column.schema.name,
              column.kind === 'numeric'
                ? column.values[at]!
                : (column.dictionary[column.codes[at]!] ?? null),
            ]),
          );
          const { answer } = predictor.predictCells(row);
          const others = (manifest.classes ?? []).filter((label) => label !== answer);
          const wanted: WantedAnswer = manifest.classes
            ? { type: 'class', label: others[pick % others.length]! }
            : { type: pick % 2 === 0 ? 'at-least' : 'at-most', value: Number(answer) + pick - 4.5 };
          const names = manifest.inputs.map(({ name }) => name);
          const free = names.filter(() => !stays.next().value);
          const request = { inputs: manifest.inputs, predictor, row, wanted, free };
          const result = await changeAnswer(request);
          expect(result.answer).toEqual(answer);
          expect(await changeAnswer(request)).toEqual(result);
          if (!result.found) return;
          const { changes } = result.found;
          expect(changes.every(({ column }) => free.includes(column))).toBe(true);
          for (const { column, from, to } of changes) {
            expect(from).toEqual(row[column] ?? null);
            expect(to).not.toEqual(from);
            const known = manifest.inputs.find(({ name }) => name === column)!;
            if (
              known.quantiles &&
              typeof to === 'number' &&
              typeof from === 'number' &&
              from === from
            ) {
              expect(to).toBeGreaterThanOrEqual(Math.min(from, known.quantiles[0]!));
              expect(to).toBeLessThanOrEqual(Math.max(from, known.quantiles[4]!));
            }
            const words = known.labels ?? known.categories;
            if (words) expect(words).toContain(to);
          }
          const changed = { ...row, ...Object.fromEntries(changes.map((c) => [c.column, c.to])) };
          const now = predictor.predictCells(changed).answer;
          expect(now).toEqual(result.found.answer);
          if (wanted.type === 'class') expect(now).toBe(wanted.label);
          else if (wanted.type === 'at-least')
            expect(Number(now)).toBeGreaterThanOrEqual(wanted.value);
          else expect(Number(now)).toBeLessThanOrEqual(wanted.value);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('changes the fewest columns, and numbers no further than it takes', async () => {
    const names = ['a', 'b', 'c'];
    // Greedy goes for `a`, which alone does not do.
    const f = ([a, b, c]: number[]) => a! + (b! >= 1 && c! >= 1 ? 10 : 0);
    const result = await changeAnswer({
      inputs: names.map(input),
      predictor: predictorOf(names, f),
      row: { a: 0, b: 0, c: 0 },
      wanted: { type: 'at-least', value: 10 },
      free: names,
    });
    expect(result.fewest).toBe(true);
    expect(result.found).toEqual({
      changes: [
        { column: 'b', from: 0, to: 1 },
        { column: 'c', from: 0, to: 1 },
      ],
      answer: 10,
      probability: null,
    });
    const near = await changeAnswer({
      inputs: [input('a')],
      predictor: predictorOf(['a'], ([a]) => a!),
      row: { a: 0 },
      wanted: { type: 'at-least', value: 1.1 },
      free: ['a'],
    });
    const to = Number(near.found!.changes[0]!.to);
    expect(to).toBeGreaterThanOrEqual(1.1);
    expect(to).toBeLessThan(1.2);
  });

  it('is refused where usual values do not do, or where the columns that would must stay', async () => {
    const names = ['a', 'b'];
    const ask = (value: number, free: string[]) =>
      changeAnswer({
        inputs: names.map(input),
        predictor: predictorOf(names, ([a, b]) => a! + b!),
        row: { a: 0, b: 0 },
        wanted: { type: 'at-least', value },
        free,
      });
    expect((await ask(5, names)).found).toBeNull();
    expect((await ask(5, names)).fewest).toBe(true);
    expect((await ask(3, ['a'])).found).toBeNull();
    expect((await ask(3, names)).found?.changes.length).toBe(2);
    expect((await ask(-1, names)).found?.changes).toEqual([]);
  });

  it('of a class is not looked for in a model of numbers', async () => {
    const asked = changeAnswer({
      inputs: [input('a')],
      predictor: predictorOf(['a'], ([a]) => a!),
      row: { a: 0 },
      wanted: { type: 'class', label: 'yes' },
      free: ['a'],
    });
    await expect(asked).rejects.toSatisfy((error) => isLoamError(error, 'argument-invalid'));
  });
});

describe('combinations', () => {
  it('are as many as are counted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        (sizes, size) => {
          const ways = combinations(sizes, size).reduce(
            (sum, chosen) => sum + chosen.reduce((product, each) => product * each, 1),
            0,
          );
          expect(countOf(sizes, size)).toBe(ways);
        },
      ),
    );
  });
});
