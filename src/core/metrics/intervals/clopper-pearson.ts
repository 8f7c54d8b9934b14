import { betaQuantile } from '../../distributions/beta';
import type { Interval } from './types';

/**
 * The exact interval of Clopper and Pearson (1934) for `hits` of `n` independent rows: never short of 95 %. Where all
 * or none are right one bound is the end itself, and the other still leaves 2.5 % to its side.
 */
export function clopperPearson(hits: number, n: number): Interval {
  const method = 'Clopper-Pearson';
  if (n === 0) return { low: null, high: null, method, n };
  return {
    low: hits === 0 ? 0 : betaQuantile(0.025, hits, n - hits + 1),
    high: hits === n ? 1 : betaQuantile(0.975, hits + 1, n - hits),
    method,
    n,
  };
}
