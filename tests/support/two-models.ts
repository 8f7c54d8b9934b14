/** Pairs of models on the same rows, as good as each other or not, for tests of what calls them apart. */
import type { Answers } from '../../src/core/metrics/answers';
import { normalShare } from '../../src/core/metrics/intervals/normal';
import type { Units } from '../../src/core/metrics/intervals/units';
import { normal } from '../../src/core/random/normal';
import { stream } from '../../src/core/random/philox';

export interface Pair {
  n: number;
  /** How far scores of positives lie above those of negatives, per model. */
  lift: [number, number];
  groupSize?: number;
}

/** Scores of both models share half of their noise; rows of a group share their noise and their class. */
export function twoModels(
  trial: number,
  { n, lift, groupSize = 1 }: Pair,
): { a: Answers; b: Answers; units: Units | null } {
  const uniform = stream(trial, 'truth').uniform;
  const noise = ['shared', 'a', 'b'].map((name) => stream(trial, name));
  const group = (i: number) => Math.floor(i / groupSize);
  const truth = Uint8Array.from({ length: n }, (_, i) => (uniform(group(i)) < 0.5 ? 1 : 0));
  const answers = (which: 0 | 1): Answers => {
    const positive = Float64Array.from(truth, (t, i) =>
      normalShare(
        (normal(noise[0]!, group(i)) + normal(noise[1 + which]!, group(i))) / Math.SQRT2 +
          lift[which] * (t - 0.5),
      ),
    );
    return {
      kind: 'binary',
      truth,
      probabilities: [positive.map((p) => 1 - p), positive],
      threshold: 0.5,
    };
  };
  const units =
    groupSize === 1
      ? null
      : { of: Uint32Array.from({ length: n }, (_, i) => group(i)), count: group(n - 1) + 1 };
  return { a: answers(0), b: answers(1), units };
}

/** Two regressions whose errors are N(0, 1) each and half shared. */
export function twoRegressions(trial: number, n: number): { a: Answers; b: Answers } {
  const noise = ['shared', 'a', 'b', 'truth'].map((name) => stream(trial, name));
  const truth = Float64Array.from({ length: n }, (_, i) => 3 * normal(noise[3]!, i));
  const answers = (which: 1 | 2): Answers => ({
    kind: 'regression',
    truth,
    predicted: truth.map(
      (t, i) => t + (normal(noise[0]!, i) + normal(noise[which]!, i)) / Math.SQRT2,
    ),
  });
  return { a: answers(1), b: answers(2) };
}

/**
 * Ten times ten folds of equal candidates: each fold learns from all rows but its own, so its value is the mean of what
 * its rows give, where b is as good as a over all rows that there could be.
 */
export function tenTimesTenFolds(trial: number, rows: number): { a: number[]; b: number[] } {
  const draw = stream(trial, 'rows');
  const of = Float64Array.from({ length: rows }, (_, i) => normal(draw, i));
  const a: number[] = [];
  const b: number[] = [];
  for (let repeat = 0; repeat < 10; repeat++) {
    const dealt = stream(trial, `deal/${repeat}`).permutation(rows);
    for (let fold = 0; fold < 10; fold++) {
      let sum = 0;
      for (let i = fold; i < rows; i += 10) sum += of[dealt[i]!]! / (rows / 10);
      a.push(0.5);
      b.push(0.5 + 0.1 * sum);
    }
  }
  return { a, b };
}
