import { expect, it } from 'vitest';
import { correctedT } from '../../../../src/core/compare/corrected-t';

it('equal candidates are equal for certain, and one fold or equal differences give no interval', () => {
  expect(correctedT([0, 0, 0], 80, 20)).toEqual({ difference: 0, low: 0, high: 0, p: 1 });
  expect(correctedT([0.1], 80, 20)).toEqual({ difference: 0.1, low: null, high: null, p: null });
  expect(correctedT([], 80, 20)).toEqual({ difference: 0, low: null, high: null, p: null });
  const equal = correctedT([0.1, 0.1, 0.1], 80, 20);
  expect(equal).toEqual({ difference: equal.difference, low: null, high: null, p: null });
});

it('the 97.5 % quantile with 9 degrees of freedom is 2.262157162798205', () => {
  const differences = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 0.01 : 0.03));
  const { difference, low, high } = correctedT(differences, 90, 10);
  const error = Math.sqrt((1 / 10 + 10 / 90) * ((10 * 0.01 * 0.01) / 9));
  expect((high! - difference) / error).toBeCloseTo(2.262157162798205, 12);
  expect((difference - low!) / error).toBeCloseTo(2.262157162798205, 12);
});
