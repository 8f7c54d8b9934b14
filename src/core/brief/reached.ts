/** Whether the least useful performance is reached, judged with the interval and not by the value alone. */
import type { MetricValue } from '../evaluation/types';
import { plainNumber } from '../evaluation/plain-number';
import { METRICS } from '../metrics/names';

export interface Reached {
  /**
   * shown: the bad end of the interval reaches it. reached: the value does, its bad end does not, or there is no
   * interval. missed: the value does not, its good end does. out-of-reach: not even its good end does.
   * unknown: the metric is undefined on these rows.
   */
  type: 'shown' | 'reached' | 'missed' | 'out-of-reach' | 'unknown';
  /** A whole sentence. */
  sentence: string;
}

const DIGITS = 3;

export function leastReached(
  least: number,
  judged: Pick<MetricValue, 'name' | 'value' | 'low' | 'high'>,
): Reached {
  const { label, better } = METRICS[judged.name];
  const { value, low, high } = judged;
  const higher = better === 'higher';
  const wanted = `${label} of ${higher ? 'at least' : 'at most'} ${written(least)} wanted`;
  if (value === null) {
    return { type: 'unknown', sentence: `${wanted}: unknown, it is undefined on these rows.` };
  }
  const reaches = (number: number) => (higher ? number >= least : number <= least);
  const bad = higher ? low : high;
  const good = higher ? high : low;
  const badEnd = higher ? 'low' : 'high';
  const goodEnd = higher ? 'high' : 'low';
  const is = written(value);
  if (bad === null || good === null) {
    return reaches(value)
      ? { type: 'reached', sentence: `${wanted}: reached by ${is}, but not shown: no interval.` }
      : { type: 'missed', sentence: `${wanted}: not reached, it is ${is}.` };
  }
  if (reaches(bad)) {
    return {
      type: 'shown',
      sentence: `${wanted}: reached by ${is}, and so is it by the ${badEnd} end of the interval, ${written(bad)}.`,
    };
  }
  if (reaches(value)) {
    return {
      type: 'reached',
      sentence: `${wanted}: reached by ${is}, but not shown: the ${badEnd} end of the interval is ${written(bad)}.`,
    };
  }
  return reaches(good)
    ? {
        type: 'missed',
        sentence: `${wanted}: not reached, it is ${is}; the ${goodEnd} end of the interval, ${written(good)}, would reach it.`,
      }
    : {
        type: 'out-of-reach',
        sentence: `${wanted}: not reached, it is ${is}, and even the ${goodEnd} end of the interval is ${written(good)}.`,
      };
}

function written(value: number): string {
  return plainNumber(value, DIGITS);
}
