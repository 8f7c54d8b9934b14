/**
 * Studies in a real Chromium, by the app's own code and workers on a page without screens: the ladder on churn with
 * its defaults, one worker against two, and the memory that many trials take.
 *
 * `LOAM_BENCH_TRIALS` (default 200) makes the last one smaller, `LOAM_BENCH_ROUNDS` (default 3) the one before.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { poolSize } from '../../src/app/studies/trial-pool';
import { openHarness } from '../lib/open-harness';
import type { Row } from './row';
import { median, range } from './statistics';

const CHURN = join(import.meta.dirname, '../../public/samples/churn.csv');
const MANY = Number(process.env.LOAM_BENCH_TRIALS ?? 200);
const FEW = 32;
const ROUNDS = Number(process.env.LOAM_BENCH_ROUNDS ?? 3);
const MOST_SECONDS = 15;
const MOST_BLOCKED = 50;
const LEAST_GAIN = 1.7;
const MOST_BYTES = 1e9;
/** Memory is counted at once, not when the browser next tidies up. */
const EAGER = '--enable-blink-features=ForceEagerMeasureMemory';

export async function bench(): Promise<Row[]> {
  const harness = await openHarness(join(import.meta.dirname, 'study/harness'), [EAGER]);
  try {
    const { page } = harness;
    const { rows } = await page.evaluate(
      (csv) => window.study.setUp(csv),
      await readFile(CHURN, 'utf8'),
    );
    const workers = poolSize(availableParallelism());
    const task = `churn, ${rows} rows of train and validation`;
    const load = `load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`;
    const ladder = await page.evaluate((n) => window.study.ladder(n), workers);
    const gains: number[] = [];
    let finished = 0;
    for (let round = 0; round < ROUNDS; round++) {
      // In turns, since the machine is not the same from one half minute to the next.
      const one = await page.evaluate((n) => window.study.trees(n, 1), FEW);
      const two = await page.evaluate((n) => window.study.trees(n, 2), FEW);
      gains.push(one.seconds / two.seconds);
      finished += one.finished + two.finished;
    }
    const gain = median(gains);
    const many = await page.evaluate(([n, w]) => window.study.linear(n, w), [
      MANY,
      workers,
    ] as const);
    const complete = (worked: { trials: number; finished: number }) =>
      `${worked.finished} of ${worked.trials} trials finished`;
    return [
      {
        task,
        metric: `ladder, ${workers} workers, ${complete(ladder)}; ${load}`,
        ...bar(ladder.seconds, 's', `< ${MOST_SECONDS}`, ladder.seconds < MOST_SECONDS),
      },
      {
        task,
        metric: 'ladder: the page was blocked at once, at most (0: never for 50 ms)',
        ...bar(ladder.blocked, 'ms', `< ${MOST_BLOCKED}`, ladder.blocked < MOST_BLOCKED),
      },
      {
        task: `${FEW} trials of trees on churn`,
        metric: `seconds of one worker / seconds of two, median of ${ROUNDS}, ${range(gains)}; ${finished} of ${2 * ROUNDS * FEW} trials finished`,
        ...bar(gain, 'times', `>= ${LEAST_GAIN}`, gain >= LEAST_GAIN),
      },
      {
        task: `${MANY} linear trials on churn`,
        metric: `page and workers at their most; ${complete(many)} in ${many.seconds.toFixed(0)} s`,
        ...(many.bytes === null
          ? bar(0, 'bytes', 'not measured: the browser does not say', null)
          : bar(many.bytes, 'bytes', `< ${MOST_BYTES}`, many.bytes < MOST_BYTES)),
      },
    ];
  } finally {
    await harness.close();
  }
}

function bar(value: number, unit: string, goal: string, met: boolean | null) {
  return { value, unit, peer: null, ratio: null, goal, met } satisfies Partial<Row>;
}
