import { log1p } from '../math';

/**
 * What Stirling's formula misses: ln(x!) - [(x + 1/2) ln x - x + ln(2 pi) / 2], for x > 0, to about 1e-15
 * (Loader 2000, "Fast and accurate computation of binomial probabilities"). Below 15 by the recurrence.
 */
export function stirlingError(x: number): number {
  let below = 0;
  while (x < 15) {
    below += (x + 0.5) * log1p(1 / x) - 1;
    x += 1;
  }
  const s = 1 / (x * x);
  const series =
    1 / 12 -
    s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360 - s / 156)))));
  return below + series / x;
}

/** x ln(x / m) + m - x without its cancellation (Loader 2000, `bd0`); x and m above 0. */
export function deviance(x: number, m: number): number {
  const d = x - m;
  if (Math.abs(d) >= 0.1 * (x + m)) return x * log1p(d / m) - d;
  const v = d / (x + m);
  let sum = d * v;
  let term = 2 * x * v;
  for (let j = 3; ; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) return sum;
    sum = next;
  }
}
