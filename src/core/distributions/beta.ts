import { exp } from '../math';
import { deviance, stirlingError } from './stirling';

const TWO_PI = 6.283185307179586;
const TINY = 1e-300;
/** More than any a and b below 1e8 need. */
const MOST_TERMS = 100_000;

/** x^a y^b / B(a, b), where y = 1 - x; a and b above 0. By Loader's saddle point, so large a and b lose no digits. */
export function betaWeight(x: number, y: number, a: number, b: number): number {
  if (x === 0 || y === 0) return 0;
  const n = a + b;
  const power =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    deviance(a, n * x) -
    deviance(b, n * y);
  return exp(power) * Math.sqrt((a * b) / (TWO_PI * n));
}

/** DLMF 8.17.22 by the modified Lentz method; converges fast for x below (a + 1) / (a + b + 2). */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < TINY ? TINY : d);
  let value = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    c = 1 + even / c;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    if (Math.abs(c) < TINY) c = TINY;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    c = 1 + odd / c;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    if (Math.abs(c) < TINY) c = TINY;
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return value;
}

/**
 * The regularised incomplete beta function I_x(a, b): the share of a Beta(a, b) below x. NaN unless a and b are
 * above 0 and finite, and x is in [0, 1].
 * @param y 1 - x, where the caller knows it more exactly than that difference
 */
export function betaShare(x: number, a: number, b: number, y = 1 - x): number {
  if (!(a > 0 && b > 0 && a < Infinity && b < Infinity && x >= 0 && y >= 0)) return NaN;
  if (x === 0) return 0;
  if (y === 0) return 1;
  const w = betaWeight(x, y, a, b);
  if (x <= (a + 1) / (a + b + 2)) return Math.min(1, (w * fraction(x, a, b)) / a);
  return Math.max(0, 1 - (w * fraction(y, b, a)) / b);
}

/** The density of a Beta(a, b) at x strictly between 0 and 1. */
export function betaDensity(x: number, a: number, b: number): number {
  return betaWeight(x, 1 - x, a, b) / (x * (1 - x));
}

/** The value that a share `p` of a Beta(a, b) lies below: Newton's steps, halving where one would leave the bracket. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(a > 0 && b > 0 && a < Infinity && b < Infinity && p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p;
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let step = 0; step < 300; step++) {
    const off = betaShare(x, a, b) - p;
    if (off === 0) return x;
    if (off > 0) high = x;
    else low = x;
    let next = x - off / betaDensity(x, a, b);
    // The square root halves the exponent, which finds a value near 0 that halving takes a thousand steps to.
    if (!(next > low && next < high))
      next = low === 0 ? Math.min(high / 2, high * high) : (low + high) / 2;
    if (next === 0 || Math.abs(next - x) <= 1e-16 * x || next === low || next === high) return next;
    x = next;
  }
  return x;
}
