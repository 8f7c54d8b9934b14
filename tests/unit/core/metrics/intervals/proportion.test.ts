import { expect, it } from 'vitest';
import { binomialExactly } from '../../../../../src/core/distributions/binomial';
import { clopperPearson } from '../../../../../src/core/metrics/intervals/clopper-pearson';
import { proportion } from '../../../../../src/core/metrics/intervals/proportion';
import { wilson } from '../../../../../src/core/metrics/intervals/wilson';
import reference from '../../../../golden/distributions-reference.json';

it('Clopper-Pearson and Wilson intervals are those of statsmodels, to 1e-12', () => {
  for (const [hits, n, low, high, wilsonLow, wilsonHigh] of reference.proportions) {
    const exact = clopperPearson(hits!, n!);
    expect([exact.low! - low!, exact.high! - high!].every((off) => Math.abs(off) < 1e-12)).toBe(
      true,
    );
    const score = wilson(hits!, n!);
    expect(
      [score.low! - wilsonLow!, score.high! - wilsonHigh!].every((off) => Math.abs(off) < 1e-12),
    ).toBe(true);
  }
});

it('all right and none right leave no width of 0, and without rows there is none', () => {
  expect(proportion(30, 30)).toEqual({
    low: 0.025 ** (1 / 30),
    high: 1,
    method: 'Clopper-Pearson',
    n: 30,
  });
  expect(proportion(0, 30).low).toBe(0);
  expect(proportion(0, 30).high).toBeCloseTo(1 - 0.025 ** (1 / 30), 12);
  expect(proportion(0, 0)).toEqual({ low: null, high: null, method: 'Clopper-Pearson', n: 0 });
});

/** Exact: the summed probability of the counts whose interval holds the truth. */
function coverage(n: number, p: number): number {
  let held = 0;
  for (let hits = 0; hits <= n; hits++) {
    const { low, high } = proportion(hits, n);
    if (low! <= p && p <= high!) held += binomialExactly(hits, n, p);
  }
  return held;
}

it('the interval of a share holds the truth in at least 93 of 100 cases at every n and share tried', () => {
  for (const n of [30, 100, 1000]) {
    for (const p of [0.5, 0.6, 0.75, 0.9, 0.95, 0.98, 0.99]) {
      expect(coverage(n, p), `${n} rows, ${p}`).toBeGreaterThanOrEqual(0.93);
      // Where few rows are of one kind the interval is the exact one, which may hold more.
      if (n * (1 - p) >= 20) expect(coverage(n, p), `${n} rows, ${p}`).toBeLessThanOrEqual(0.99);
    }
  }
});
