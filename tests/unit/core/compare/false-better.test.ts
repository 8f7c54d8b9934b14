/** Two equally good models must be called apart in about 5 of 100 cases at most, a truly better one must be found. */
import { describe, expect, it } from 'vitest';
import { compareFolds, compareRows } from '../../../../src/core/compare/compare';
import type { Judgement } from '../../../../src/core/compare/types';
import type { Answers } from '../../../../src/core/metrics/answers';
import type { MetricName } from '../../../../src/core/metrics/names';
import type { Units } from '../../../../src/core/metrics/intervals/units';
import { normalShare } from '../../../../src/core/metrics/intervals/normal';
import { normal } from '../../../../src/core/random/normal';
import { stream } from '../../../../src/core/random/philox';

const PAIRS = 500;
const PATIENCE = 240_000;

interface Pair {
  n: number;
  /** How far scores of positives lie above those of negatives, per model. */
  lift: [number, number];
  groupSize?: number;
}

/** Scores of both models share half of their noise; rows of a group share their noise and their class. */
function pair(
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

async function verdicts(metric: MetricName, spec: Pair, pairs = PAIRS) {
  const found = { better: 0, worse: 0, 'not enough evidence': 0 };
  let test: Judgement['test'] = 'none';
  for (let trial = 0; trial < pairs; trial++) {
    const judgement = await compareRows({ metric, tried: 1, ...pair(trial, spec) });
    found[judgement.verdict] += 1 / pairs;
    test = judgement.test;
  }
  return { ...found, test };
}

describe('two equally good models', () => {
  it.each([
    ['accuracy', 'mcnemar', { n: 100, lift: [1, 1] }],
    ['roc_auc', 'delong', { n: 100, lift: [1, 1] }],
    ['average_precision', 'paired-bootstrap', { n: 60, lift: [1, 1] }],
    ['accuracy', 'paired-bootstrap', { n: 150, lift: [1, 1], groupSize: 3 }],
  ] as [MetricName, Judgement['test'], Pair][])(
    'are called better in at most 6 of 100 cases, and apart in about 5: %s by %s',
    async (metric, test, spec) => {
      const found = await verdicts(metric, spec);
      expect(found.test).toBe(test);
      expect(found.better).toBeLessThanOrEqual(0.06);
      expect(found.better + found.worse).toBeLessThanOrEqual(0.08);
    },
    PATIENCE,
  );

  it('are called better in at most 6 of 100 cases on ten times ten folds, where a plain t test says so far more often', () => {
    // Each fold learns from all rows but its own: its value is the mean of what its rows give, plus what the whole
    // sample makes of every model that learns from it.
    let better = 0;
    let plain = 0;
    for (let trial = 0; trial < PAIRS; trial++) {
      const rows = stream(trial, 'rows');
      const of = Float64Array.from({ length: 200 }, (_, i) => normal(rows, i));
      const a: number[] = [];
      const b: number[] = [];
      for (let repeat = 0; repeat < 10; repeat++) {
        const dealt = stream(trial, `deal/${repeat}`).permutation(200);
        for (let fold = 0; fold < 10; fold++) {
          let sum = 0;
          for (let i = fold; i < 200; i += 10) sum += of[dealt[i]!]! / 20;
          a.push(0.5);
          b.push(0.5 + 0.1 * sum);
        }
      }
      const asked = {
        metric: 'accuracy',
        a,
        b,
        learnRows: 180,
        judgeRows: 20,
        rows: 200,
        tried: 1,
      } as const;
      if (compareFolds(asked).verdict === 'better') better += 1 / PAIRS;
      const uncorrected = { ...asked, learnRows: Infinity };
      if (compareFolds(uncorrected).verdict === 'better') plain += 1 / PAIRS;
    }
    expect(better).toBeLessThanOrEqual(0.06);
    expect(plain).toBeGreaterThan(0.15);
  });
});

describe('a truly better model', () => {
  it.each([
    ['accuracy', { n: 600, lift: [1, 2] }],
    ['roc_auc', { n: 400, lift: [1, 2] }],
    ['log_loss', { n: 400, lift: [1, 2] }],
    ['accuracy', { n: 900, lift: [1, 2.5], groupSize: 3 }],
  ] as [MetricName, Pair][])(
    'is found in at least 9 of 10 cases, and the other way round it is worse: %s',
    async (metric, spec) => {
      expect((await verdicts(metric, spec, 40)).better).toBeGreaterThanOrEqual(0.9);
      const turned = { ...spec, lift: [spec.lift[1], spec.lift[0]] as [number, number] };
      expect((await verdicts(metric, turned, 20)).worse).toBeGreaterThanOrEqual(0.9);
    },
    PATIENCE,
  );

  it('needs more evidence where it is the best of many', async () => {
    const { a, b } = pair(4, { n: 150, lift: [1, 1.7] });
    const alone = await compareRows({ metric: 'roc_auc', a, b, units: null, tried: 1 });
    const ofMany = await compareRows({ metric: 'roc_auc', a, b, units: null, tried: 40 });
    expect(ofMany.p).toBe(alone.p);
    expect(ofMany.corrected).toBeGreaterThan(alone.corrected!);
    expect(ofMany.corrected).toBeCloseTo(1 - (1 - alone.p!) ** 40, 12);
  });
});
