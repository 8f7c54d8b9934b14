import { pow } from '../math';
import { betaShare, betaWeight } from './beta';

/** P(X <= k) for X of Binomial(n, p). */
export function binomialAtMost(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return betaShare(1 - p, n - k, k + 1, p);
}

/** P(X >= k). */
export function binomialAtLeast(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return betaShare(p, k, n - k + 1);
}

/** P(X = k), for p strictly between 0 and 1. */
export function binomialExactly(k: number, n: number, p: number): number {
  if (k < 0 || k > n || !Number.isInteger(k)) return 0;
  if (k === 0) return pow(1 - p, n);
  if (k === n) return pow(p, n);
  // x^a y^b / B(a, b) with a = k and b = n - k is the probability times k (n - k) / n.
  return (betaWeight(p, 1 - p, k, n - k) * n) / (k * (n - k));
}
