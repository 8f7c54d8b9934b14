import { expect, test } from 'vitest';
import { judge } from '../../../../src/core/metrics/judge';
import { METRICS_SHOWN } from '../../../../src/core/metrics/shown';
import {
  answersOfRows,
  foldValue,
  meanAndSd,
  trialScore,
} from '../../../../src/core/study/trial-score';
import type { Target } from '../../../../src/core/task/target';
import { seeded } from '../../../support/seeded';

const random = seeded(5);
const ROWS = 80;
const rows = Uint32Array.from({ length: ROWS }, (_, i) => i);
const folds = new Uint16Array(ROWS);
const truth = Int32Array.from(rows, () => (random.uniform() < 0.4 ? 1 : 0));
const binary: Target = { type: 'classes', classes: ['no', 'yes'], codes: truth };
const shares = Float64Array.from(rows, (i) =>
  Math.min(0.99, 0.5 * random.uniform() + 0.4 * truth[i]!),
);
const answers = new Float64Array(ROWS * 2).map((_, i) =>
  i % 2 ? shares[i >> 1]! : 1 - shares[i >> 1]!,
);

test('Mean and spread are over the folds where the metric is defined', () => {
  expect(meanAndSd([1, null, 3])).toEqual({ mean: 2, sd: Math.SQRT2 });
  expect(meanAndSd([null, 4])).toEqual({ mean: 4, sd: null });
  expect(meanAndSd([null])).toEqual({ mean: null, sd: null });
});

test('A metric is null on a fold that holds one class only', () => {
  const ones = rows.filter((i) => truth[i] === 1);
  const own = new Float64Array(ones.length * 2).fill(0.5);
  expect(foldValue('roc_auc', binary, ones, own)).toBeNull();
  expect(foldValue('accuracy', binary, ones, own)).toBe(1);
});

test('One metric alone has the value and the interval that it has among all', async () => {
  const [all] = await judge([answersOfRows(binary, rows, answers)]);
  for (const metric of METRICS_SHOWN.binary) {
    const { score } = await trialScore({ width: 2, rows, folds, answers }, binary, {
      metric,
      cost: null,
    });
    const among = all!.find(({ name }) => name === metric)!;
    expect(score).toEqual(among.value === null ? null : among);
  }
});

test('The cheapest threshold costs least per row of all thresholds', async () => {
  const cost = { miss: 5, falseAlarm: 1 };
  const once = { width: 2, rows, folds, answers };
  const { cheapest } = await trialScore(once, binary, { metric: 'roc_auc', cost });
  const costAt = (threshold: number) =>
    rows.reduce((sum, i) => {
      const called = shares[i]! >= threshold;
      return sum + (truth[i] ? (called ? 0 : cost.miss) : called ? cost.falseAlarm : 0);
    }, 0) / ROWS;
  expect(cheapest!.cost).toBeCloseTo(costAt(cheapest!.threshold), 12);
  for (const share of shares) expect(costAt(share)).toBeGreaterThanOrEqual(cheapest!.cost - 1e-12);
});

test('A regression has a score and no threshold', async () => {
  const target: Target = { type: 'number', values: Float64Array.from(rows, (i) => i) };
  const once = { width: 1, rows, folds, answers: Float64Array.from(rows, (i) => i + 2) };
  const { score, cheapest } = await trialScore(once, target, {
    metric: 'mae',
    cost: { miss: 1, falseAlarm: 1 },
  });
  expect([score?.value, score?.n, cheapest]).toEqual([2, ROWS, null]);
});
