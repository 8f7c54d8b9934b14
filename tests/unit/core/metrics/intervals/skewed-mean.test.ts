import { expect, it } from 'vitest';
import { positiveMean, skewedMean } from '../../../../../src/core/metrics/intervals/skewed-mean';
import { medianInterval } from '../../../../../src/core/metrics/intervals/median';
import reference from '../../../../golden/delong-reference.json';

it('is Hall’s transformation as scipy’s skewness, kurtosis and quantiles give it, to 1e-9', () => {
  for (const { rows, expected } of reference.means) {
    const { low, high } = skewedMean(rows)!;
    expect(low).toBeCloseTo(expected[0]!, 9);
    expect(high).toBeCloseTo(expected[1]!, 9);
  }
});

it('on the scale of the logarithm is what scipy gives, to 1e-9, and none for a mean below 0', () => {
  for (const { rows, logarithm } of reference.means) {
    const found = positiveMean(rows);
    expect(found === null).toBe(logarithm === null);
    if (found === null || logarithm === null) continue;
    expect(found.low).toBeCloseTo(logarithm[0]!, 9);
    expect(found.high).toBeCloseTo(logarithm[1]!, 9);
  }
});

it('reaches further where one row is far out than where as much spread is even', () => {
  const even = Float64Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? 1 : -1));
  const one = Float64Array.from({ length: 30 }, (_, i) =>
    i === 0 ? Math.sqrt(29) : -1 / Math.sqrt(29),
  );
  const width = (rows: Float64Array) => skewedMean(rows)!.high - skewedMean(rows)!.low;
  expect(width(one)).toBeGreaterThan(1.5 * width(even));
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

it('the interval of a median is the 10th smallest and largest of 30, the ends of 6, and none of 5', () => {
  const upTo = (n: number) => medianInterval(Float64Array.from({ length: n }, (_, i) => i + 1));
  expect(upTo(30)).toEqual({ low: 10, high: 21, method: 'order statistics', n: 30 });
  expect(upTo(6)).toEqual({ low: 1, high: 6, method: 'order statistics', n: 6 });
  expect(upTo(5)).toEqual({ low: null, high: null, method: 'none: too few rows', n: 5 });
});
