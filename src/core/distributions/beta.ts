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

/**
 * The continued fraction of Didonato and Morris (1992, TOMS 708, BFRAC), by the modified Lentz method; for x of at
 * most a / (a + b), where nothing in it cancels.
 */
function fraction(x: number, y: number, a: number, b: number): number {
  // How far x lies below the mean, from whichever of x and y is smaller and so has lost less.
  const lambda = x <= y ? a - (a + b) * x : (a + b) * y - b;
  const first = (a / (a + 1)) * (lambda + 1);
  let c = first;
  let d = 0;
  let value = first;
  for (let n = 1; n < MOST_TERMS; n++) {
    const e = a + 2 * n;
    const above = ((a + n - 1) / (e - 1)) * ((a + b + n - 1) / (e - 1)) * (n * x) * ((b - n) * x);
    const beside =
      n + (n * (b - n) * x) / (e - 1) + ((a + n) / (e + 1)) * (lambda + 1 + n * (1 + y));
    d = beside + above * d;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    c = beside + above / c;
    if (Math.abs(c) < TINY) c = TINY;
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return 1 / value;
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
  if ((a + b) * x <= a) return Math.min(1, w * fraction(x, y, a, b));
  return Math.max(0, 1 - w * fraction(y, x, b, a));
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
