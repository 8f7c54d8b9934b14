/** `loam.compare`: whether one model is better than another, by the test that fits the case. */
import { METRICS, type MetricName } from '../../core/metrics/names';
import type { Verdict } from '../../core/compare/types';
import { TEST_NAMES } from '../../core/compare/sentence';
import type { DatasetDeps } from './dataset';
import { meant } from './model';
import { oneOf, options, signalOf, whole } from './refuse';

export interface Compared {
  metric: MetricName;
  /** The first less the second, in units of the metric; null where it is undefined. */
  difference: number | null;
  /** 95 % interval of the difference; null where none can be given. */
  low: number | null;
  high: number | null;
  /** Of the first against the second. */
  verdict: Verdict;
  /** Rows that would tell, if the difference is what it looks like; null where it is told or cannot be said. */
  rowsNeeded: number | null;
  /** The test, what varies and how many of it, and how many candidates it is corrected for. */
  method: string;
  /** Rows that both answered. */
  rows: number;
  /** Two-sided, corrected for how many candidates were tried. */
  p: number | null;
  /** What was found, as a sentence. */
  says: string;
}

export async function compare(
  { send }: DatasetDeps,
  a: unknown,
  b: unknown,
  o: unknown,
): Promise<Compared> {
  const at = 'loam.compare';
  const first = meant(`${at}: a`, a);
  const second = meant(`${at}: b`, b);
  const given = options(`${at}: options`, o, ['metric', 'tried', 'signal']);
  const signal = signalOf(`${at}: signal`, given.signal);
  const tried = given.tried ?? Math.max(first.tried, second.tried);
  const { judgement, says } = await send(
    'compare',
    {
      a: first.subject,
      b: second.subject,
      metric:
        given.metric === undefined
          ? null
          : oneOf(`${at}: metric`, given.metric, Object.keys(METRICS) as MetricName[]),
      tried: whole(`${at}: tried`, tried, 1, 100_000),
    },
    signal ? { signal } : {},
  );
  const { metric, difference, low, high, verdict, rowsNeeded, rows, corrected } = judgement;
  const candidates = judgement.tried > 1 ? `, corrected for ${judgement.tried} candidates` : '';
  const method = `${TEST_NAMES[judgement.test]} over ${judgement.n} ${judgement.varies}${candidates}`;
  return { metric, difference, low, high, verdict, rowsNeeded, method, rows, p: corrected, says };
}
