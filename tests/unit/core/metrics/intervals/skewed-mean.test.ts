import { expect, it } from 'vitest';
import { skewedMean } from '../../../../../src/core/metrics/intervals/skewed-mean';
import reference from '../../../../golden/delong-reference.json';

it('is Hall’s transformation as scipy’s skewness and quantiles give it, to 1e-9', () => {
  for (const { rows, expected } of reference.means) {
    const { low, high } = skewedMean(rows)!;
    expect(low).toBeCloseTo(expected[0]!, 9);
    expect(high).toBeCloseTo(expected[1]!, 9);
  }
});

it('is the t interval where rows are as far below their mean as above it', () => {
  const { low, high } = skewedMean([1, 2, 3, 4, 5])!;
  // 2.776445105197799 is Student's quantile of 0.975 with 4 degrees of freedom.
  const half = 2.776445105197799 * Math.sqrt(2.5 / 5);
  expect(low).toBeCloseTo(3 - half, 12);
  expect(high).toBeCloseTo(3 + half, 12);
});

it('is none for one row, for equal rows, and for rows that are not finite', () => {
  expect([[1], [2, 2, 2], [1, Infinity]].map(skewedMean)).toEqual([null, null, null]);
});
