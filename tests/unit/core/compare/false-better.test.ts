/** Two equally good models must be called apart in about 5 of 100 cases at most, a truly better one must be found. */
import { describe, expect, it } from 'vitest';
import { compareFolds, compareRows } from '../../../../src/core/compare/compare';
import type { Judgement } from '../../../../src/core/compare/types';
import type { MetricName } from '../../../../src/core/metrics/names';
import { tenTimesTenFolds, twoModels, type Pair } from '../../../support/two-models';

const PAIRS = 500;
const PATIENCE = 240_000;

async function verdicts(metric: MetricName, spec: Pair, pairs = PAIRS) {
  const found = { better: 0, worse: 0, 'not enough evidence': 0 };
  let test: Judgement['test'] = 'none';
  for (let trial = 0; trial < pairs; trial++) {
    const judgement = await compareRows({ metric, tried: 1, ...twoModels(trial, spec) });
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
    let better = 0;
    let plain = 0;
    for (let trial = 0; trial < PAIRS; trial++) {
      const { a, b } = tenTimesTenFolds(trial, 200);
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
    const { a, b } = twoModels(4, { n: 150, lift: [1, 1.7] });
    const alone = await compareRows({ metric: 'roc_auc', a, b, units: null, tried: 1 });
    const ofMany = await compareRows({ metric: 'roc_auc', a, b, units: null, tried: 40 });
    expect(ofMany.p).toBe(alone.p);
    expect(ofMany.corrected).toBeGreaterThan(alone.corrected!);
    expect(ofMany.corrected).toBeCloseTo(1 - (1 - alone.p!) ** 40, 12);
  });
});
