/**
 * Every interval on offer over n in {30, 100, 1,000} and true value in {0.5, 0.9, 0.99}: what it covers, printed.
 * `npm run soak -- coverage` draws often enough that 93 % is asked for as it is; `npm run soak -- --short coverage` draws
 * less often and fails where 93 % is out of the question (one chance in 1,000 of being wrong). An interval that is not
 * given counts as a miss. Methods and figures: src/core/metrics/intervals/COVERAGE.md.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { binomialExactly } from '../../src/core/distributions/binomial';
import { judge, judgeMetric } from '../../src/core/metrics/judge';
import { proportion } from '../../src/core/metrics/intervals/proportion';
import type { MetricName } from '../../src/core/metrics/names';
import { CASES } from '../support/known-truth/cases';
import type { Drawn } from '../support/known-truth/models';

const SHORT = process.env.LOAM_SHORT === '1';
const FIRST_SEED = Number(process.env.LOAM_SEED ?? 0);
const SIZES = [30, 100, 1000];
const VALUES = [0.5, 0.9, 0.99];
const LEAST = 0.93;
const MOST = 0.99;
/** How far below a share may fall by chance, in standard errors. */
const CHANCE = SHORT ? 3.1 : 0;
const DRAWS: Record<number, number> = SHORT
  ? { 30: 200, 100: 100, 1000: 20 }
  : { 30: 3000, 100: 2000, 1000: 1000 };

interface Cover {
  held: number;
  none: number;
  asked: number;
}

async function covered(
  truths: Partial<Record<MetricName, number>>,
  drawn: Drawn,
  n: number,
): Promise<Map<MetricName, Cover>> {
  const names = Object.keys(truths) as MetricName[];
  const found = new Map(names.map((name) => [name, { held: 0, none: 0, asked: 0 }]));
  for (let draw = FIRST_SEED; draw < FIRST_SEED + DRAWS[n]!; draw++) {
    const answers = drawn(n, draw);
    const judged =
      names.length === 1
        ? [await judgeMetric(names[0]!, answers, {}, draw)]
        : (await judge([answers], {}, draw))[0]!;
    for (const { name, value, low, high } of judged) {
      const cover = found.get(name);
      if (!cover || value === null) continue;
      cover.asked++;
      if (low === null || high === null) cover.none++;
      else if (low <= truths[name]! && truths[name]! <= high) cover.held++;
    }
  }
  return found;
}

const lines: string[] = [];
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

describe.each(CASES)('$name', ({ of }) => {
  it.each(SIZES.flatMap((n) => VALUES.map((value) => ({ n, value }))))(
    '95 % intervals hold $value with $n rows in at least 93 and at most 99 of 100 cases',
    async ({ n, value }) => {
      const { drawn, truths } = of(value);
      for (const [metric, { held, none, asked }] of await covered(truths, drawn, n)) {
        const share = held / asked;
        lines.push(
          `${metric}, ${n} rows, ${value}: ${percent(share)} of ${asked}` +
            `${none > 0 ? `, none given in ${percent(none / asked)}` : ''}`,
        );
        const wide = (bound: number) => CHANCE * Math.sqrt((bound * (1 - bound)) / asked);
        expect(share, lines.at(-1)).toBeGreaterThanOrEqual(LEAST - wide(LEAST));
        expect(share, lines.at(-1)).toBeLessThanOrEqual(MOST + wide(MOST));
      }
    },
  );
});

it('shares of rows are held in at least 93 of 100 cases, added up over all cases that there are', () => {
  for (const n of SIZES) {
    for (const value of VALUES) {
      let held = 0;
      for (let hits = 0; hits <= n; hits++) {
        const { low, high } = proportion(hits, n);
        if (low! <= value && value <= high!) held += binomialExactly(hits, n, value);
      }
      lines.push(`accuracy, precision, recall, ${n} rows, ${value}: ${percent(held)}, exactly`);
      expect(held, lines.at(-1)).toBeGreaterThanOrEqual(LEAST);
    }
  }
});

afterAll(() => console.log(`Seeds from ${FIRST_SEED}.\n${lines.join('\n')}`));
