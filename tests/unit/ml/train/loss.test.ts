import fc from 'fast-check';
import { expect, it } from 'vitest';
import { meanLoss } from '../../../../src/ml/train/loss';

const rowsOf = (targets: number[], weights: number[] | null = null) => ({
  count: targets.length,
  inputs: new Float32Array(0),
  targets: Float32Array.from(targets),
  weights: weights && Float32Array.from(weights),
});

it('two logits as softmax and their difference as logistic have one loss', () => {
  const logit = fc.float({ min: -80, max: 80, noNaN: true });
  fc.assert(
    fc.property(logit, logit, fc.constantFrom(0, 1), (a, b, y) => {
      const softmax = meanLoss('softmax', Float32Array.of(a, b), rowsOf([y]));
      const difference = Math.fround(b - a);
      const logistic = meanLoss('logistic', Float32Array.of(difference), rowsOf([y]));
      expect(Math.abs(softmax - logistic)).toBeLessThan(1e-5 * Math.max(1, Math.abs(difference)));
    }),
  );
});

it('losses stay finite at logits where exp overflows', () => {
  expect(meanLoss('logistic', Float32Array.of(1e4, -1e4), rowsOf([0, 1]))).toBe(1e4);
  expect(meanLoss('softmax', Float32Array.of(1e4, -1e4), rowsOf([1]))).toBe(2e4);
});

it('weights and the order of an epoch are taken into account', () => {
  const outputs = Float32Array.of(3, 1);
  const order = Uint32Array.of(1, 0);
  // Row 1 has output 3 and truth 0, row 0 has output 1 and truth 0: (3 * 9 + 1 * 1) / 4.
  expect(meanLoss('squared', outputs, rowsOf([0, 0], [1, 3]), order)).toBe(7);
});

it('an output that is not finite makes the loss NaN', () => {
  expect(meanLoss('squared', Float32Array.of(Infinity), rowsOf([0]))).toBeNaN();
  expect(meanLoss('softmax', Float32Array.of(NaN, 0), rowsOf([1]))).toBeNaN();
});
