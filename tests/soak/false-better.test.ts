/**
 * How often two equally good models are called apart, by each test and at several sizes, printed with its seeds.
 * `npm run soak -- false-better` takes 2,000 pairs each, `npm run soak -- --short false-better` 500 of fewer sizes.
 * `LOAM_SEED` is the first seed, 10,000 where it is not given, so that these are other pairs than the unit test's.
 */
import { afterAll, expect, it } from 'vitest';
import { compareFolds, compareRows } from '../../src/core/compare/compare';
import type { Judgement } from '../../src/core/compare/types';
import type { MetricName } from '../../src/core/metrics/names';
import { tenTimesTenFolds, twoModels, twoRegressions, type Pair } from '../support/two-models';

const SHORT = process.env.LOAM_SHORT === '1';
const FIRST_SEED = Number(process.env.LOAM_SEED ?? 10_000);
const PAIRS = SHORT ? 500 : 2000;
/** Of 100 pairs, one way; both ways together. */
const MOST = 0.06;
const MOST_APART = 0.08;

const lines: string[] = [];

interface Count {
  better: number;
  apart: number;
  tests: Set<Judgement['test']>;
}

async function count(judge: (seed: number) => Judgement | Promise<Judgement>): Promise<Count> {
  const found: Count = { better: 0, apart: 0, tests: new Set() };
  for (let seed = FIRST_SEED; seed < FIRST_SEED + PAIRS; seed++) {
    const { verdict, test } = await judge(seed);
    found.tests.add(test);
    if (verdict === 'better') found.better += 1 / PAIRS;
    if (verdict !== 'not enough evidence') found.apart += 1 / PAIRS;
  }
  return found;
}

function check(name: string, { better, apart }: Count): void {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  lines.push(`${name}: better ${percent(better)}, apart ${percent(apart)}`);
  expect(better, lines.at(-1)).toBeLessThanOrEqual(MOST);
  expect(apart, lines.at(-1)).toBeLessThanOrEqual(MOST_APART);
}

type Asked = [MetricName, Judgement['test'], number, groupSize?: number];

const LONG: Asked[] = [
  ['accuracy', 'mcnemar', 300],
  ['accuracy', 'mcnemar', 1000],
  ['recall', 'mcnemar', 100],
  ['roc_auc', 'delong', 300],
  ['roc_auc', 'delong', 1000],
  ['f1', 'paired-bootstrap', 100],
  ['balanced_accuracy', 'paired-bootstrap', 60],
  ['average_precision', 'paired-bootstrap', 300],
  ['log_loss', 'paired-bootstrap', 300],
  ['roc_auc', 'paired-bootstrap', 120, 4],
];

const ASKED: Asked[] = [
  ['accuracy', 'mcnemar', 30],
  ['accuracy', 'mcnemar', 100],
  ['roc_auc', 'delong', 30],
  ['roc_auc', 'delong', 100],
  ['average_precision', 'paired-bootstrap', 40],
  ['log_loss', 'paired-bootstrap', 40],
  ['accuracy', 'paired-bootstrap', 120, 3],
  ...(SHORT ? [] : LONG),
];

it.each(ASKED)(
  'two equally good models are called better in at most 6 of 100 cases: %s by %s on %i rows',
  async (metric, test, n, groupSize = 1) => {
    const spec: Pair = { n, lift: [1, 1], groupSize };
    const found = await count((seed) =>
      compareRows({ metric, tried: 1, ...twoModels(seed, spec) }),
    );
    check(
      `${metric} by ${test}, ${n} rows${groupSize > 1 ? ` in groups of ${groupSize}` : ''}`,
      found,
    );
    expect([...found.tests]).toEqual([test]);
  },
);

it.each(SHORT ? [40] : [40, 200])(
  'two equally good regressions are called better in at most 6 of 100 cases on %i rows',
  async (n) => {
    const found = await count((seed) =>
      compareRows({ metric: 'rmse', units: null, tried: 1, ...twoRegressions(seed, n) }),
    );
    check(`rmse by paired-bootstrap, ${n} rows`, found);
  },
);

it.each([100, 200, 1000])(
  'two equally good candidates on ten times ten folds are called better in at most 6 of 100 cases: %i rows',
  async (rows) => {
    const found = await count((seed) =>
      compareFolds({
        metric: 'accuracy',
        ...tenTimesTenFolds(seed, rows),
        learnRows: (rows * 9) / 10,
        judgeRows: rows / 10,
        rows,
        tried: 1,
      }),
    );
    check(`accuracy by corrected-t, ${rows} rows`, found);
    expect([...found.tests]).toEqual(['corrected-t']);
  },
);

afterAll(() =>
  console.log(`Seeds ${FIRST_SEED} to ${FIRST_SEED + PAIRS - 1}.\n${lines.join('\n')}`),
);
