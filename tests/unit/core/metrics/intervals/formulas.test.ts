import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BinaryAnswers } from '../../../../../src/core/metrics/answers';
import { acceleration, bca } from '../../../../../src/core/metrics/intervals/bca';
import { bootstrapInterval } from '../../../../../src/core/metrics/intervals/bootstrap';
import { delong } from '../../../../../src/core/metrics/intervals/delong';
import { wilson } from '../../../../../src/core/metrics/intervals/wilson';

describe('wilson', () => {
  it('gives the textbook bounds of 8 in 10 and of 0 in 10', () => {
    expect(wilson(8, 10).low).toBeCloseTo(0.4901625, 6);
    expect(wilson(8, 10).high).toBeCloseTo(0.9433178, 6);
    expect(wilson(0, 10).low).toBe(0);
    expect(wilson(0, 10).high).toBeCloseTo(0.2775328, 6);
  });

  it('holds the share, stays within [0, 1], mirrors, and has none without rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n))),
        ([k, n]) => {
          const { low, high } = wilson(k, n) as { low: number; high: number };
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(k / n);
          expect(high).toBeGreaterThanOrEqual(k / n);
          expect(high).toBeLessThanOrEqual(1);
          expect(wilson(n - k, n).high).toBeCloseTo(1 - low, 12);
        },
      ),
    );
    expect(wilson(0, 0)).toEqual({ low: null, high: null, method: 'Wilson', n: 0 });
  });
});

function binary(truth: number[], positive: number[]): BinaryAnswers {
  const p = Float64Array.from(positive);
  return {
    kind: 'binary',
    truth: Int32Array.from(truth),
    probabilities: [p.map((x) => 1 - x), p],
    threshold: 0.5,
  };
}

/** DeLong's interval straight from its definition, pair by pair. */
function delongByPairs(truth: number[], p: number[]): { low: number; high: number } {
  const positives = p.filter((_, i) => truth[i] === 1);
  const negatives = p.filter((_, i) => truth[i] === 0);
  const wins = (a: number, b: number) => (a > b ? 1 : a === b ? 0.5 : 0);
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = (values: number[]) =>
    values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - 1);
  const overPositives = positives.map((a) => mean(negatives.map((b) => wins(a, b))));
  const overNegatives = negatives.map((b) => mean(positives.map((a) => wins(a, b))));
  const auc = mean(overPositives);
  const error = Math.sqrt(
    variance(overPositives) / positives.length + variance(overNegatives) / negatives.length,
  );
  const half = (1.959963984540054 * error) / (auc * (1 - auc));
  const bound = (sign: number) => 1 / (1 + Math.exp(-(Math.log(auc / (1 - auc)) + sign * half)));
  return { low: bound(-1), high: bound(1) };
}

describe('delong', () => {
  it('equals its definition over all pairs, ties included', () => {
    const row = fc.tuple(
      fc.constantFrom(0, 1),
      fc.integer({ min: 1, max: 9 }).map((k) => k / 10),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 6, maxLength: 60 }), (rows) => {
        const truth = rows.map(([t]) => t);
        const p = rows.map(([, x]) => x);
        const interval = delong(binary(truth, p));
        fc.pre(interval.method === 'DeLong' && interval.low !== null);
        const expected = delongByPairs(truth, p);
        expect(interval.low).toBeCloseTo(expected.low, 9);
        expect(interval.high).toBeCloseTo(expected.high, 9);
      }),
    );
  });

  it('does not claim certainty where the classes are separated without a fault', () => {
    const { low, high, method } = delong(
      binary([0, 0, 0, 1, 1, 1, 1], [0.1, 0.2, 0.3, 0.6, 0.7, 0.8, 0.9]),
    );
    expect([high, method]).toEqual([1, 'exact, 3 pairs']);
    expect(low).toBeCloseTo(0.025 ** (1 / 3), 12);
    expect(delong(binary([1, 1, 0, 0], [0.1, 0.2, 0.3, 0.4])).low).toBe(0);
  });

  it('gives none with fewer than two rows of a class', () => {
    expect(delong(binary([1, 0, 0], [0.5, 0.2, 0.6]))).toMatchObject({ low: null, high: null });
  });
});

describe('bca', () => {
  const grid = Float64Array.from({ length: 1001 }, (_, i) => i / 1000);

  it('is the percentile interval where nothing is biased or skewed', () => {
    const { low, high } = bca(0.5, grid, Float64Array.of(1, 2, 3));
    expect(low).toBeCloseTo(0.025, 9);
    expect(high).toBeCloseTo(0.975, 9);
  });

  it('moves with bias and with skewness in the direction Efron gives', () => {
    expect(bca(0.6, grid, Float64Array.of(1, 2, 3)).low).toBeGreaterThan(0.025);
    expect(bca(0.5, grid, Float64Array.of(0, 0, 0, -10)).high).toBeGreaterThan(0.975);
  });

  it('has the acceleration of a mean: the skewness of the rows over 6 root n', () => {
    const rows = [0, 0, 1, 2, 7, 40];
    const sum = rows.reduce((a, b) => a + b);
    const leftOut = Float64Array.from(rows, (x) => (sum - x) / (rows.length - 1));
    const d = rows.map((x) => x - sum / rows.length);
    const m2 = d.reduce((s, x) => s + x * x, 0);
    const m3 = d.reduce((s, x) => s + x ** 3, 0);
    expect(acceleration(leftOut)).toBeCloseTo(m3 / (6 * m2 ** 1.5), 12);
    expect(acceleration(Float64Array.of(2, 2))).toBe(0);
  });

  it('keeps its acceleration where the cubes of the values would overflow', () => {
    const small = Float64Array.of(1, 2, 9);
    expect(acceleration(small.map((x) => x * 1e200))).toBeCloseTo(acceleration(small), 12);
  });
});

describe('bootstrapInterval', () => {
  it('gives none where the metric is undefined on more than a tenth of the resamples', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i < 11 ? NaN : i));
    expect(bootstrapInterval(50, values, Float64Array.of(1, 2), 9)).toEqual({
      low: null,
      high: null,
      method: 'bootstrap, 100 resamples',
      n: 9,
    });
  });

  it('gives none where every resample gives the same value', () => {
    const values = new Float64Array(1000).fill(1);
    const { low, high, method } = bootstrapInterval(1, values, Float64Array.of(1, 1), 30);
    expect([low, high, method]).toEqual([null, null, 'none: every resample gives the same value']);
  });

  it('spells the number of resamples with a comma', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => i);
    expect(bootstrapInterval(500, values, Float64Array.of(1, 2), 9).method).toBe(
      'bootstrap, 1,000 resamples',
    );
  });
});
