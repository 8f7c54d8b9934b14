import { log1p } from '../math';
import { expm1 } from './expm1';

/**
 * Holm's step-down correction (1979) of the p values of several tests: each is multiplied by the number of
 * those that are not smaller, and never falls below that of a smaller one. In the order that they came in.
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => p[a]! - p[b]! || a - b);
  const adjusted = new Array<number>(p.length);
  let most = 0;
  order.forEach((at, rank) => {
    most = Math.max(most, Math.min(1, (p.length - rank) * p[at]!));
    adjusted[at] = most;
  });
  return adjusted;
}

/**
 * The p value of the best of several candidates that were tried, each against the same other (Sidak 1967):
 * the chance that the best of as many equal ones looks at least as different.
 */
export function forTried(p: number, tried: number): number {
  return tried <= 1 ? p : Math.min(1, -expm1(tried * log1p(-Math.min(p, 1 - 1e-16))));
}
