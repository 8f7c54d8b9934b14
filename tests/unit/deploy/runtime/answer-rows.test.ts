import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerRow, isInputRow } from '../../../../src/deploy/runtime/answer-rows';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { pageInputOf } from '../../../support/page-input';
import { tableOf } from '../../../support/table-of';

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

const { manifest, preprocessing, weights } = pageInputOf({
  table: tableOf({
    ...Object.fromEntries(NAMES.map((name, i) => [name, [1 + i, 2.5, 4, 8 - i]])),
    answer: ['a', 'b', 'c', 'a'],
  }),
  target: 'answer',
  kind: 'multiclass',
  classes: ['a', 'b', 'c'],
  template: '',
}).model;
const predictor = makePredictor(manifest, preprocessing, weights);
const answer = (row: object) => answerRow(predictor, manifest, row as Record<string, unknown>);

const rowOf = (values: readonly unknown[]) =>
  Object.fromEntries(NAMES.map((name, i) => [name, values[i]]));

describe('an answer to a row', () => {
  it('reads inputs of any name from the row itself, and never from what every object has', () => {
    expect(manifest.inputs.map(({ name }) => name)).toEqual(NAMES);
    const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 });
    fc.assert(
      fc.property(fc.tuple(value, value, value, value), (values) => {
        const columns = Object.fromEntries(NAMES.map((name, i) => [name, [values[i]!]]));
        const { labels, probabilities } = predictor.predictTable(tableOf(columns));
        expect(answer(rowOf(values))).toEqual({
          answer: manifest.classes![labels![0]!],
          probabilities: Object.fromEntries(
            manifest.classes!.map((label, i) => [label, probabilities![i]]),
          ),
          problems: [],
        });
      }),
    );
    expect(answer({}).problems).toEqual(
      NAMES.map((input) => ({ input, problem: 'absent', value: null })),
    );
  });

  it('comes for every value of a program, which is named where it is no cell', () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const thrower = {
      toJSON() {
        throw new Error('no');
      },
    };
    const strange: [unknown, string | null][] = [
      [10n, '10'],
      [[1], '[1]'],
      [{ a: 1 }, '{"a":1}'],
      [new Date(0), '"1970-01-01T00:00:00.000Z"'],
      [circular, null],
      [thrower, null],
      [() => 1, null],
      [Symbol('s'), null],
    ];
    const usual = [1, 2, 3, 4];
    const missing = answer(rowOf([null, ...usual.slice(1)]));
    for (const [value, text] of strange) {
      const { problems, ...rest } = answer(rowOf([value, ...usual.slice(1)]));
      expect(problems).toEqual([{ input: NAMES[0], problem: 'wrong-type', value: text }]);
      expect(rest).toEqual({ answer: missing.answer, probabilities: missing.probabilities });
    }
  });

  it('is for objects that are no lists', () => {
    expect([{}, Object.create(null)].map(isInputRow)).toEqual([true, true]);
    expect([[], null, undefined, 1, 'row', true, () => 1].some(isInputRow)).toBe(false);
  });
});
