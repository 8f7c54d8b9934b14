import { exp } from '../math';

/** exp(x) - 1 for x of at most 0, without its cancellation near 0. */
export function expm1(x: number): number {
  if (x < -0.5) return exp(x) - 1;
  let sum = x;
  let term = x;
  for (let k = 2; ; k++) {
    term *= x / k;
    if (sum + term === sum) return sum;
    sum += term;
  }
}
