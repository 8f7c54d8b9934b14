import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LoamError } from '../../../../src/core/errors';
import {
  decodeOutOfFold,
  encodeOutOfFold,
  firstRepeat,
  joinFolds,
  type FoldAnswers,
} from '../../../../src/core/study/out-of-fold';

const folds: FoldAnswers[] = [
  {
    fold: { number: 1, repeat: 0, judge: Uint32Array.of(2, 9) },
    answers: Float64Array.of(0.2, 0.8, 0.9, 0.1),
  },
  { fold: { number: 2, repeat: 1, judge: Uint32Array.of(9) }, answers: Float64Array.of(0.4, 0.6) },
  {
    fold: { number: 0, repeat: 0, judge: Uint32Array.of(1, 5) },
    answers: Float64Array.of(0.1, 0.9, 0.5, 0.5),
  },
];

test('Answers of folds are joined in the order of repeat and row, whatever order they come in', () => {
  const joined = joinFolds(folds, 2);
  expect(joined).toEqual({
    width: 2,
    rows: Uint32Array.of(1, 2, 5, 9, 9),
    folds: Uint16Array.of(0, 1, 0, 1, 2),
    answers: Float64Array.of(0.1, 0.9, 0.2, 0.8, 0.5, 0.5, 0.9, 0.1, 0.4, 0.6),
  });
  expect(joinFolds(folds.toReversed(), 2)).toEqual(joined);
  expect([...firstRepeat(joined, 2).rows]).toEqual([1, 2, 5, 9]);
});

test('What is encoded is decoded to the same answers, and what is damaged is refused', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(65_535)), { maxLength: 30 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (width, rows, x) => {
        const answers = {
          width,
          rows: Uint32Array.from(rows, ([row]) => row),
          folds: Uint16Array.from(rows, ([, fold]) => fold),
          answers: new Float64Array(rows.length * width).map((_, i) => x / (i + 1)),
        };
        const bytes = encodeOutOfFold(answers);
        expect(decodeOutOfFold(bytes)).toEqual(answers);
        expect(() => decodeOutOfFold(bytes.subarray(0, -1))).toThrow(LoamError);
      },
    ),
  );
  const bytes = encodeOutOfFold(joinFolds(folds, 2));
  new DataView(bytes.buffer).setFloat64(16, NaN, true);
  expect(() => decodeOutOfFold(bytes)).toThrow(LoamError);
});
