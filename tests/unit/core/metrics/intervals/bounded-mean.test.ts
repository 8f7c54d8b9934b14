import { describe, expect, it } from 'vitest';
import { betaQuantile } from '../../../../../src/core/distributions/beta';
import { boundedMean } from '../../../../../src/core/metrics/intervals/bounded-mean';

describe('the interval of a mean of rows within 0 and 1', () => {
  it('is about the Jeffreys interval where rows are 0 or 1', () => {
    const rows = Float64Array.from({ length: 100 }, (_, i) => (i < 8 ? 1 : 0));
    const { low, high, method, n } = boundedMean(rows, 5);
    // 1,000 draws leave an end uncertain by about 0.004, in standard errors.
    expect(Math.abs(low! - betaQuantile(0.025, 8.5, 92.5))).toBeLessThan(0.012);
    expect(Math.abs(high! - betaQuantile(0.975, 8.5, 92.5))).toBeLessThan(0.012);
    expect([method, n]).toEqual(['Jeffreys posterior, 1,000 draws', 100]);
  });

  it('leaves room above rows that are all next to 0, less as they grow in number', () => {
    const widths = [10, 30, 300].map((n) => boundedMean(new Float64Array(n).fill(1e-6), 0).high!);
    expect(widths[0]).toBeLessThan(0.35);
    expect(widths[0]).toBeGreaterThan(widths[1]!);
    expect(widths[1]).toBeGreaterThan(widths[2]!);
    expect(widths[2]).toBeGreaterThan(1e-3);
  });

  it('holds the mean itself where all rows are at an end, or nearer to it than half a row reaches', () => {
    for (const each of [0, 1e-7, 1 - 1e-7, 1]) {
      const { low, high } = boundedMean(new Float64Array(50).fill(each), 0);
      expect(low).toBeLessThanOrEqual(each + 1e-12);
      expect(high).toBeGreaterThanOrEqual(each - 1e-12);
    }
  });

  it('mirrors what it is a mean of, is the same each time, and another with another seed', () => {
    const rows = Float64Array.from({ length: 50 }, (_, i) => (i % 7) / 10);
    const found = boundedMean(rows, 1);
    const turned = boundedMean(
      rows.map((each) => 1 - each),
      1,
    );
    expect(Math.abs(found.low! - (1 - turned.high!))).toBeLessThan(0.02);
    expect(Math.abs(found.high! - (1 - turned.low!))).toBeLessThan(0.02);
    expect(boundedMean(rows, 1)).toEqual(found);
    expect(boundedMean(rows, 2)).not.toEqual(found);
  });
});
