/** Where a split by time cuts: at times that occur, nearest to the shares asked for. */
import { LoamError } from '../../errors';
import type { Shares } from './deal-strata';

export interface TimeCuts {
  validationFrom: number;
  testFrom: number;
}

/**
 * @param times milliseconds UTC per row, NaN where missing; only rows that have a target
 * @throws LoamError `part-empty` where there are fewer than three different times
 */
export function timeCuts(times: Float64Array, shares: Shares): TimeCuts {
  const sorted = times.filter((t) => !Number.isNaN(t)).sort();
  const n = sorted.length;
  /** Indices at which a new time starts, without the first. */
  const edges: number[] = [];
  for (let i = 1; i < n; i++) if (sorted[i] !== sorted[i - 1]) edges.push(i);
  if (edges.length < 2)
    throw new LoamError('part-empty', { part: edges.length ? 'validation' : 'test' });
  const nearest = (at: number, from: number, to: number) => {
    let best = from;
    for (let e = from; e < to; e++) {
      if (Math.abs(edges[e]! - at) < Math.abs(edges[best]! - at)) best = e;
    }
    return best;
  };
  const test = nearest(n * (1 - shares.test), 1, edges.length);
  const validation = nearest(n * (1 - shares.test - shares.validation), 0, test);
  return { validationFrom: sorted[edges[validation]!]!, testFrom: sorted[edges[test]!]! };
}
