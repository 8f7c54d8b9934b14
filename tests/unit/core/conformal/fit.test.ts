import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { conformalAnswers } from '../../../../src/core/conformal/answers';
import {
  conformalRank,
  fitInterval,
  fitIntervalOf,
  fitSet,
  leastRows,
  tooFewRows,
  type ConformalFit,
} from '../../../../src/core/conformal/fit';
import { exp } from '../../../../src/core/math';
import { normal } from '../../../../src/core/random/normal';
import { stream } from '../../../../src/core/random/philox';

function fitted(fit: ConformalFit) {
  if (fit.type !== 'fitted') throw new Error(`too few rows: ${fit.rows}`);
  return fit.conformal;
}

describe('the rank', () => {
  it('is ceil((n + 1) * coverage), whole products not rounded up', () => {
    expect([9, 10, 99, 109, 19].map((n) => conformalRank(n, 0.9))).toEqual([9, 10, 90, 99, 18]);
    expect(conformalRank(19, 0.95)).toBe(19);
  });

  it('needs 9 rows for 90 %, 19 for 95 % and 99 for 99 %', () => {
    expect([0.8, 0.9, 0.95, 0.99].map(leastRows)).toEqual([4, 9, 19, 99]);
  });
});

describe('fitInterval', () => {
  const residuals = Float64Array.from({ length: 19 }, (_, i) => (i - 4) * (i % 2 ? 1 : -1));

  it('is the absolute residual of the rank, to both sides', () => {
    const sizes = Array.from(residuals, Math.abs).sort((a, b) => a - b);
    const far = sizes[17]!;
    expect(fitInterval(residuals, 0.9, 'absolute')).toEqual({
      type: 'fitted',
      conformal: { type: 'interval', coverage: 0.9, low: -far, high: far },
    });
  });

  it('leaves half of the misses on either side, by signed residuals', () => {
    const rising = Float64Array.from({ length: 39 }, (_, i) => i * i);
    expect(fitInterval(rising, 0.9, 'signed')).toEqual({
      type: 'fitted',
      conformal: { type: 'interval', coverage: 0.9, low: 1, high: 37 * 37 },
    });
  });

  it('promises nothing from too few rows, and says how many it takes', () => {
    const fit = fitInterval(residuals.subarray(0, 8), 0.9, 'absolute');
    expect(fit).toEqual({ type: 'too-few-rows', rows: 8, least: 9 });
    expect(tooFewRows({ rows: 8, least: 9 }, 0.9)).toBe(
      '90 % of the rows can only be promised from 9 unseen rows on, and there are 8.',
    );
    expect(fitSet(new Float64Array(16), 2, new Uint8Array(8), 0.9)).toEqual(fit);
  });

  it('goes by signed residuals where there are enough for either side', () => {
    expect(fitIntervalOf(residuals, 0.9)).toEqual(fitInterval(residuals, 0.9, 'signed'));
    const few = residuals.subarray(0, 12);
    expect(fitIntervalOf(few, 0.9)).toEqual(fitInterval(few, 0.9, 'absolute'));
  });
});

/** Least squares with a small ridge: [inputs, 1] to y. */
function ridge(x: number[][], y: number[]): (row: number[]) => number {
  const size = x[0]!.length + 1;
  const a = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (_, j) => (i === j && i < size - 1 ? 1e-3 : 0)),
  );
  x.forEach((row, r) => {
    const full = [...row, 1];
    full.forEach((v, i) => {
      full.forEach((w, j) => (a[i]![j]! += v * w));
      a[i]![size]! += v * y[r]!;
    });
  });
  for (let i = 0; i < size; i++) {
    for (let k = i + 1; k < size; k++) {
      const f = a[k]![i]! / a[i]![i]!;
      for (let j = i; j <= size; j++) a[k]![j]! -= f * a[i]![j]!;
    }
  }
  const beta = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    let sum = a[i]![size]!;
    for (let j = i + 1; j < size; j++) sum -= a[i]![j]! * beta[j]!;
    beta[i] = sum / a[i]![i]!;
  }
  return (row) => row.reduce((sum, v, i) => sum + v * beta[i]!, beta[size - 1]!);
}

const SPLITS = 200;

/** Mean share of covered rows: half of the rows are learnt from, a quarter makes the interval, a quarter judges it. */
function meanCoverage(x: number[][], y: number[], coverage: number, sides: 'absolute' | 'signed') {
  let sum = 0;
  for (let split = 0; split < SPLITS; split++) {
    const order = Array.from(stream(split, 'split/test').permutation(y.length));
    const half = order.length >> 1;
    const [learn, rest] = [order.slice(0, half), order.slice(half)];
    const [hold, judge] = [rest.slice(0, half >> 1), rest.slice(half >> 1)];
    const answer = ridge(
      learn.map((row) => x[row]!),
      learn.map((row) => y[row]!),
    );
    const residuals = Float64Array.from(hold, (row) => y[row]! - answer(x[row]!));
    const conformal = fitted(fitInterval(residuals, coverage, sides));
    const answers = Float64Array.from(judge, (row) => answer(x[row]!));
    const { low, high } = conformalAnswers(conformal, answers, 1).interval!;
    const covered = judge.filter((row, i) => y[row]! >= low[i]! && y[row]! <= high[i]!);
    sum += covered.length / judge.length;
  }
  return sum / SPLITS;
}

describe('coverage over 200 splits', () => {
  const lines = readFileSync('public/samples/diabetes.csv', 'utf8').trim().split(/\r?\n/).slice(1);
  const cells = lines.map((line) => line.split(',').map(Number));
  const random = stream(5, 'skewed/test');
  const skewed = Array.from({ length: 400 }, (_, i) => [normal(random, 2 * i)]);
  const tail = skewed.map(([x], i) => 2 * x! + exp(1.2 * normal(random, 2 * i + 1)));

  it.each(['absolute', 'signed'] as const)('of diabetes is 88 to 92 % for 90 %: %s', (sides) => {
    const share = meanCoverage(
      cells.map((row) => row.slice(0, -1)),
      cells.map((row) => row.at(-1)!),
      0.9,
      sides,
    );
    expect(share).toBeGreaterThanOrEqual(0.88);
    expect(share).toBeLessThanOrEqual(0.92);
  });

  it.each(['absolute', 'signed'] as const)('of a skewed target is 88 to 92 %: %s', (sides) => {
    const share = meanCoverage(skewed, tail, 0.9, sides);
    expect(share).toBeGreaterThanOrEqual(0.88);
    expect(share).toBeLessThanOrEqual(0.92);
  });

  it('of sets of three classes is 88 to 92 %', () => {
    let sum = 0;
    for (let split = 0; split < SPLITS; split++) {
      const draw = stream(split, 'classes/test');
      const count = 300;
      const probabilities = new Float64Array(3 * count);
      const truth = Uint8Array.from({ length: count }, (_, row) => {
        const weights = [0, 1, 2].map((c) => exp(normal(draw, 4 * row + c)));
        const total = weights[0]! + weights[1]! + weights[2]!;
        weights.forEach((w, c) => (probabilities[3 * row + c] = w / total));
        let left = draw.uniform(8 * count + row) * total;
        for (let c = 0; c < 2; c++) if ((left -= weights[c]!) < 0) return c;
        return 2;
      });
      const fit = fitSet(probabilities.subarray(0, 300), 3, truth.subarray(0, 100), 0.9);
      const { set } = conformalAnswers(fitted(fit), probabilities.subarray(300), 3);
      let covered = 0;
      truth.subarray(100).forEach((code, row) => (covered += set![3 * row + code]!));
      sum += covered / (count - 100);
    }
    expect(sum / SPLITS).toBeGreaterThanOrEqual(0.88);
    expect(sum / SPLITS).toBeLessThanOrEqual(0.92);
  });
});
