/** What resampling gives against scikit-learn and scipy on the same counts of rows, see tests/golden/statistics-reference.py. */
import { expect, it } from 'vitest';
import { pairedInterval, zOfNone } from '../../../src/core/compare/paired-interval';
import type { Answers } from '../../../src/core/metrics/answers';
import { acceleration, bca } from '../../../src/core/metrics/intervals/bca';
import { logitBootstrap } from '../../../src/core/metrics/intervals/logit-bootstrap';
import { measureOne, ones } from '../../../src/core/metrics/measure';
import type { MetricName } from '../../../src/core/metrics/names';
import reference from '../../golden/statistics-reference.json';

/** To 1e-9, relative to numbers beyond 1; null is undefined. */
function expectNear(found: ArrayLike<number>, said: readonly (number | null)[]): void {
  expect(found.length).toBe(said.length);
  said.forEach((value, i) => {
    if (value === null) expect(found[i]).toBeNaN();
    else expect(Math.abs(found[i]! - value)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
  });
}

const countsOf = (digits: string) => Int32Array.from(digits, Number);
const doubles = (values: readonly (number | null)[]) =>
  Float64Array.from(values, (value) => value ?? NaN);

function ofTwoClasses(truth: readonly number[], p: readonly number[]): Answers {
  const positive = doubles(p);
  const probabilities = [positive.map((each) => 1 - each), positive];
  return { kind: 'binary', truth: Uint8Array.from(truth), probabilities, threshold: 0.5 };
}

it('two models are measured on counted rows as by scikit-learn with the counts as weights', () => {
  for (const { metric, truth, a, b, drawn, without, ...said } of reference.comparisons) {
    [a, b].forEach((given, model) => {
      const answers: Answers =
        metric === 'mse'
          ? { kind: 'regression', truth: doubles(truth), predicted: doubles(given) }
          : ofTwoClasses(truth, given);
      const measure = measureOne(metric as MetricName, answers);
      const on = (all: readonly string[]) => all.map((digits) => measure(countsOf(digits)));
      expectNear(
        on(drawn),
        said.resampled.map((values) => values[model]!),
      );
      expectNear(
        on(without),
        said.leftOut.map((values) => values[model]!),
      );
    });
  }
});

it('their difference has the interval, z and p that scipy’s distributions and a root finder give', () => {
  const differences = (values: readonly (readonly number[])[]) =>
    Float64Array.from(values, ([a, b]) => b! - a!);
  for (const { difference, resampled, leftOut, ...said } of reference.comparisons) {
    const apart = differences(resampled).sort();
    const left = differences(leftOut);
    const { low, high, error, p } = pairedInterval(difference, apart, left, left.length);
    expectNear([low!, high!, error, p!], [...said.interval, said.error, said.p]);
    const alone = bca(difference, apart, left);
    expectNear([alone.low, alone.high], said.bca);
    expectNear([zOfNone(difference, apart, acceleration(left), error)], [said.z]);
  }
});

it('areas of rankings are measured on counted rows as by scikit-learn, undefined where that is', () => {
  for (const { metric, truth, p, drawn, without, ...said } of reference.areas) {
    const answers: Answers =
      metric === 'average_precision'
        ? ofTwoClasses(truth, p[1]!)
        : { kind: 'multiclass', truth: Uint8Array.from(truth), probabilities: p.map(doubles) };
    const measure = measureOne(metric as MetricName, answers);
    expectNear([measure(ones(truth.length))], [said.value]);
    expectNear(
      drawn.map((digits) => measure(countsOf(digits))),
      said.resampled,
    );
    expectNear(
      without.map((digits) => measure(countsOf(digits))),
      said.leftOut,
    );
  }
});

it('their intervals on the logit are what the paper’s formula gives with scipy', () => {
  const methods = reference.areas.map(
    ({ truth, value, resampled, leftOut, binomial, interval }) => {
      const { low, high, method } = logitBootstrap(
        ...([value, doubles(resampled), doubles(leftOut), binomial, truth.length] as const),
      );
      expectNear([low!, high!], interval);
      return method;
    },
  );
  const drawn = 'bootstrap on the logit, 99 resamples';
  expect(methods).toEqual([drawn, drawn, 'binomial on the logit', drawn]);
});
