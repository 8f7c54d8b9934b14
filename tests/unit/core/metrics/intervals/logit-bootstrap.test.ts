import { describe, expect, it } from 'vitest';
import { tQuantile } from '../../../../../src/core/distributions/student-t';
import type { BinaryAnswers } from '../../../../../src/core/metrics/answers';
import { logitBootstrap } from '../../../../../src/core/metrics/intervals/logit-bootstrap';
import { Z_95 } from '../../../../../src/core/metrics/intervals/normal';
import { judgeMetric } from '../../../../../src/core/metrics/judge';

const bound = (value: number, half: number) =>
  1 / (1 + Math.exp(-(Math.log(value / (1 - value)) + half)));
const flat = Float64Array.of(1, 2, 3);

describe('the interval of an average precision', () => {
  it('has the spread of the resamples on the logit, Student’s quantile below and the normal one above, or BCa’s low end', () => {
    // An even grid from 0.7 to 0.9 about 0.8: no bias, no skewness, so that BCa leaves out 2.5 % of it.
    const grid = Float64Array.from({ length: 1001 }, (_, i) => 0.7 + 0.0002 * i);
    const { low, high, method, n } = logitBootstrap(0.8, grid, flat, null, 40);
    const variance = (0.0002 ** 2 * (1001 * 1002)) / 12;
    const error = Math.sqrt((variance * 40) / 39) / (0.8 * 0.2);
    // Three groups of rows leave two degrees of freedom.
    expect(low).toBeCloseTo(bound(0.8, -tQuantile(0.975, 2) * error), 9);
    expect(high).toBeCloseTo(bound(0.8, Z_95 * error), 9);
    expect([method, n]).toEqual(['bootstrap on the logit, 1,001 resamples', 40]);
    // All resamples but one are higher than the value: bias takes the low end down to the lowest of them.
    const biased = Float64Array.from({ length: 1001 }, (_, i) => (i === 0 ? 0.3 : 0.81 + 1e-6 * i));
    expect(logitBootstrap(0.8, biased, flat, null, 40).low).toBeCloseTo(0.3, 9);
  });

  it('is binomial on the logit where over a tenth of the resamples have no positive row', () => {
    const resampled = Float64Array.from({ length: 100 }, (_, i) => (i < 11 ? NaN : 0.5));
    const { low, high, method } = logitBootstrap(0.5, resampled, flat, Math.sqrt(0.25 / 2), 30);
    const error = 1 / Math.sqrt(2 * 0.25);
    expect(low).toBeCloseTo(bound(0.5, -tQuantile(0.975, 29) * error), 12);
    expect(high).toBeCloseTo(bound(0.5, Z_95 * error), 12);
    expect(method).toBe('binomial on the logit');
    expect(logitBootstrap(0.5, resampled, flat, null, 30)).toEqual({
      low: null,
      high: null,
      method: 'none: undefined on too many resamples',
      n: 30,
    });
  });

  it('is given for a single positive row that is not ranked first, within 0 and 1', async () => {
    const positive = Float64Array.from({ length: 12 }, (_, i) => (12 - i) / 13);
    const answers: BinaryAnswers = {
      kind: 'binary',
      truth: Uint8Array.from({ length: 12 }, (_, i) => (i === 1 ? 1 : 0)),
      probabilities: [positive.map((p) => 1 - p), positive],
      threshold: 0.5,
    };
    const { value, low, high, method } = await judgeMetric('average_precision', answers);
    expect([value, method]).toEqual([0.5, 'binomial on the logit']);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(1);
  });
});
