import { normalQuantile } from '../metrics/intervals/normal';
import { betaShare, betaWeight } from './beta';

/** The share of Student's t distribution with `df` degrees of freedom that lies above t, for t of at least 0. */
export function tTail(t: number, df: number): number {
  if (!(df > 0 && t >= 0)) return NaN;
  const squared = t * t;
  if (squared === Infinity) return 0;
  const whole = df + squared;
  return 0.5 * betaShare(df / whole, df / 2, 0.5, squared / whole);
}

/** The share below t. */
export function tShare(t: number, df: number): number {
  return t > 0 ? 1 - tTail(t, df) : tTail(-t, df);
}

/** p of the two-sided test of a t value; 1 at 0. */
export function tTwoSided(t: number, df: number): number {
  return Math.min(1, 2 * tTail(Math.abs(t), df));
}

/** The value that a share `p` lies below; infinite at 0 and 1. Newton's steps, halving where one leaves the bracket. */
export function tQuantile(p: number, df: number): number {
  if (!(df > 0 && p >= 0 && p <= 1)) return NaN;
  if (p === 0.5) return 0;
  const above = Math.min(p, 1 - p);
  if (above === 0) return p === 0 ? -Infinity : Infinity;
  let low = 0;
  let high = Infinity;
  let t = -normalQuantile(above);
  for (let step = 0; step < 300; step++) {
    const off = tTail(t, df) - above;
    if (off === 0) break;
    if (off > 0) low = t;
    else high = t;
    const whole = df + t * t;
    const density = betaWeight(df / whole, (t * t) / whole, df / 2, 0.5) / t;
    let next = t + off / density;
    if (!(next > low && next < high)) next = high === Infinity ? 2 * t : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-16 * t || next === low || next === high) break;
    t = next;
  }
  return p < 0.5 ? -t : t;
}
