/** Each interval on simulated data whose truth is known: 95 % of them must hold it, give or take. */
import { describe, expect, it } from 'vitest';
import type { MetricValue } from '../../../../../src/core/evaluation/types';
import { judge } from '../../../../../src/core/metrics/judge';
import { normalShare } from '../../../../../src/core/metrics/intervals/normal';
import { normal } from '../../../../../src/core/random/normal';
import { stream } from '../../../../../src/core/random/philox';
import type { Answers } from '../../../../../src/core/metrics/answers';
import type { MetricName } from '../../../../../src/core/metrics/names';

const TRIALS = 300;
/** Milliseconds; a second or two where nothing else runs. */
const PATIENCE = 120_000;

async function coverage(
  make: (trial: number) => Answers,
  truths: Partial<Record<MetricName, number>>,
) {
  const held: Record<string, number> = {};
  for (let trial = 0; trial < TRIALS; trial++) {
    const [values] = await judge([make(trial)], {}, trial);
    for (const [name, truth] of Object.entries(truths)) {
      const { low, high } = values!.find((value: MetricValue) => value.name === name)!;
      held[name] = (held[name] ?? 0) + (low! <= truth && truth <= high! ? 1 / TRIALS : 0);
    }
  }
  return held;
}

describe('coverage', () => {
  it(
    'Wilson, DeLong and BCa hold the true accuracy, recall, AUC and Brier score of a normal model',
    async () => {
      // Score s ~ N(1, 1) for positives and N(0, 1) for negatives, 40 and 60 of each on average.
      const n = 100;
      const make = (trial: number): Answers => {
        const { uniform } = stream(trial, 'truth');
        const score = stream(trial, 'score');
        const truth = Uint8Array.from({ length: n }, (_, i) => (uniform(i) < 0.4 ? 1 : 0));
        const positive = Float64Array.from(truth, (t, i) => normalShare(normal(score, i) + t));
        return {
          kind: 'binary',
          truth,
          probabilities: [positive.map((p) => 1 - p), positive],
          threshold: normalShare(0.5),
        };
      };
      const hit = normalShare(0.5);
      // E[(P - t)^2] with P = Phi(s): P is uniform for negatives; for positives by fine sums.
      let positives = 0;
      for (let z = -8; z < 10; z += 0.001) {
        positives +=
          0.001 *
          (1 - normalShare(z)) ** 2 *
          (Math.exp(-((z - 1) ** 2) / 2) / Math.sqrt(2 * Math.PI));
      }
      const held = await coverage(make, {
        accuracy: hit,
        recall: hit,
        balanced_accuracy: hit,
        roc_auc: normalShare(1 / Math.SQRT2),
        brier: 0.6 / 3 + 0.4 * positives,
      });
      for (const [name, share] of Object.entries(held)) {
        expect(share, name).toBeGreaterThan(0.91);
        expect(share, name).toBeLessThan(0.985);
      }
    },
    PATIENCE,
  );

  it(
    'BCa holds the true errors of a regression with skewed errors',
    async () => {
      // Errors are +-(exponential with mean 1): MAE 1, MSE 2, median ln 2.
      const n = 120;
      const make = (trial: number): Answers => {
        const { uniform } = stream(trial, 'error');
        const truth = Float64Array.from({ length: n }, (_, i) => 10 + i / n);
        const predicted = truth.map((t, i) => {
          const size = -Math.log(1 - uniform(2 * i));
          return t + (uniform(2 * i + 1) < 0.5 ? size : -size);
        });
        return { kind: 'regression', truth, predicted };
      };
      const held = await coverage(make, { mae: 1, mse: 2, rmse: Math.SQRT2, median_ae: Math.LN2 });
      for (const [name, share] of Object.entries(held)) {
        expect(share, name).toBeGreaterThan(0.89);
        expect(share, name).toBeLessThan(0.985);
      }
    },
    PATIENCE,
  );
});
