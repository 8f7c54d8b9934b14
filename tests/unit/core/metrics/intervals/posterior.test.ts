import { describe, expect, it } from 'vitest';
import { betaQuantile } from '../../../../../src/core/distributions/beta';
import { balancedAccuracy, confusionOf, f1 } from '../../../../../src/core/metrics/confusion';
import { confusionPosterior } from '../../../../../src/core/metrics/intervals/confusion-posterior';
import { faultlessRanking } from '../../../../../src/core/metrics/intervals/faultless-ranking';
import { gammaDraws } from '../../../../../src/core/random/gamma';
import { stream } from '../../../../../src/core/random/philox';

describe('gamma numbers', () => {
  it.each([0.3, 0.5, 1, 2.5, 40])('of shape %d have that mean and variance', (shape) => {
    const draw = gammaDraws(stream(3, 'gamma/test'));
    const COUNT = 40_000;
    const drawn = Float64Array.from({ length: COUNT }, () => draw(shape));
    const mean = drawn.reduce((sum, x) => sum + x / COUNT, 0);
    const variance = drawn.reduce((sum, x) => sum + ((x - mean) * (x - mean)) / COUNT, 0);
    // Standard errors are sqrt(shape / count) and, by the fourth moment, sqrt((2 shape^2 + 6 shape) / count).
    expect(Math.abs(mean - shape)).toBeLessThan(4 * Math.sqrt(shape / COUNT));
    expect(Math.abs(variance - shape)).toBeLessThan(
      4 * Math.sqrt((2 * shape * shape + 6 * shape) / COUNT),
    );
  });

  it('of shape 0 are 0', () => {
    expect(gammaDraws(stream(3, 'gamma/test'))(0)).toBe(0);
  });
});

describe('the posterior of a confusion matrix', () => {
  const matrix = (cells: [number, number, number, number]) => {
    const truth: number[] = [];
    const answer: number[] = [];
    cells.forEach((count, cell) => {
      for (let i = 0; i < count; i++) {
        truth.push(cell >> 1);
        answer.push(cell & 1);
      }
    });
    return confusionOf(Uint8Array.from(truth), Uint8Array.from(answer), 2);
  };

  it('gives a width where no row is wrong, that shrinks as rows grow', () => {
    const widths = [15, 50, 500].map((each) => {
      const m = matrix([each, 0, 0, each]);
      const [{ low, high } = { low: null, high: null }] = confusionPosterior(
        m,
        [balancedAccuracy],
        0,
      );
      expect(high).toBe(1);
      return 1 - low!;
    });
    expect(widths[0]).toBeLessThan(0.25);
    expect(widths[0]).toBeGreaterThan(widths[1]!);
    expect(widths[1]).toBeGreaterThan(widths[2]!);
    expect(widths[2]).toBeGreaterThan(0.001);
  });

  it('holds the value, is the same each time, and another with another seed', () => {
    const m = matrix([40, 9, 6, 20]);
    const rules = [balancedAccuracy, (each: typeof m) => f1(each, 1)];
    const found = confusionPosterior(m, rules, 1);
    rules.forEach((rule, k) => {
      expect(found[k]!.low).toBeLessThan(rule(m));
      expect(found[k]!.high).toBeGreaterThan(rule(m));
    });
    expect(confusionPosterior(m, rules, 1)).toEqual(found);
    expect(confusionPosterior(m, rules, 2)).not.toEqual(found);
  });

  it('of one class’s recall is about the Jeffreys interval, Beta(hits + 1/2, misses + 1/2)', () => {
    const m = matrix([400, 0, 30, 370]);
    const recall = (each: typeof m) => each.cells[3]! / each.truth[1]!;
    const [found] = confusionPosterior(m, [recall], 4);
    expect(Math.abs(found!.low! - betaQuantile(0.025, 370.5, 30.5))).toBeLessThan(0.005);
    expect(Math.abs(found!.high! - betaQuantile(0.975, 370.5, 30.5))).toBeLessThan(0.005);
  });
});

it('a ranking without a fault leaves a width that shrinks as positives grow, and none for a single one', () => {
  const lows = [3, 15, 200].map((positives) => faultlessRanking(positives, 2 * positives, 0).low!);
  expect(lows[0]).toBeLessThan(lows[1]!);
  expect(lows[1]).toBeLessThan(lows[2]!);
  expect(lows[2]).toBeLessThan(1);
  expect(faultlessRanking(1, 40, 0)).toEqual({
    low: null,
    high: null,
    method: 'none: too few rows',
    n: 41,
  });
});
