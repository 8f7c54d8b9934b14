/** What choosing by a sealed number does to it. */
import { betaQuantile } from '../distributions/beta';
import { binomialAtMost, binomialExactly } from '../distributions/binomial';
import { exp, log, log1p } from '../math';
import { normalQuantile, normalShare } from '../metrics/intervals/normal';
import { expm1 } from '../compare/expm1';

export interface OpeningEffect {
  /** Models whose number on test was seen. */
  tried: number;
  /** By how much the best of as many equally good models looks better than it is, in the metric's units. */
  optimism: number;
  /** 95 % interval of what the best of them is worth, that counted. */
  low: number;
  high: number;
}

const power = (share: number, times: number) => (share <= 0 ? 0 : exp(times * log(share)));
/** 1 - (1 - p)^(1 / k) and p^(1 / k). */
const rootBelow = (p: number, k: number) => -expm1(log1p(-p) / k);
const rootOf = (p: number, k: number) => exp(log(p) / k);

/** Mean of the largest of k standard normals: the sum over fine steps of 1 - F^k above 0, less F^k below. */
export function largestNormal(k: number): number {
  if (k <= 1) return 0;
  const step = 1 / 256;
  let sum = 0;
  for (let z = -8 + step / 2; z < 9; z += step) {
    const all = power(normalShare(z), k);
    sum += step * (z < 0 ? -all : 1 - all);
  }
  return sum;
}

/** Mean of the largest of k shares of n rows, each right with probability p, less p. */
export function largestShare(k: number, n: number, p: number): number {
  if (k <= 1 || p <= 0 || p >= 1) return 0;
  // Further from the mean than 12 deviations nothing is left to add; below, every count adds 1.
  const from = Math.max(0, Math.floor(n * p - 12 * Math.sqrt(n * p * (1 - p)) - 1));
  let below = binomialAtMost(from, n, p);
  let exactly = binomialExactly(from, n, p);
  let sum = from;
  for (let hits = from; hits < n && below < 1; hits++) {
    sum += 1 - power(below, k);
    exactly *= ((n - hits) / (hits + 1)) * (p / (1 - p));
    below = Math.min(1, below + exactly);
  }
  return sum / n - p;
}

/**
 * Of a share (accuracy, recall): by the binomial distribution itself. The models err independently here; where their
 * faults fall on the same rows they vary less from one another, and the optimism is smaller.
 */
export function openedShare(tried: number, hits: number, n: number): OpeningEffect {
  // The true share at which the best of so many would look like this, by halving.
  const value = hits / n;
  let low = 0;
  let high = value;
  for (let step = 0; step < 40 && tried > 1; step++) {
    const p = (low + high) / 2;
    if (p + largestShare(tried, n, p) < value) low = p;
    else high = p;
  }
  return {
    tried,
    optimism: tried > 1 ? value - high : 0,
    // P(best >= hits) = 2.5 %, and P(best <= hits) = 2.5 %.
    low: hits === 0 ? 0 : betaQuantile(rootBelow(0.025, tried), hits, n - hits + 1),
    high: hits === n ? 1 : 1 - betaQuantile(rootOf(0.025, tried), n - hits, hits + 1),
  };
}

/** Of any other metric: by its standard error, as if its estimates were normal. `better`: which way they are chosen. */
export function openedValue(
  tried: number,
  value: number,
  error: number,
  better: 'higher' | 'lower',
): OpeningEffect {
  const sign = better === 'higher' ? 1 : -1;
  const optimism = largestNormal(tried) * error;
  const ends = [rootOf(0.975, tried), rootOf(0.025, tried)].map(
    (share) => value - sign * error * normalQuantile(share),
  );
  return { tried, optimism, low: Math.min(...ends), high: Math.max(...ends) };
}
