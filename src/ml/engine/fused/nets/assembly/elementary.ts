/**
 * exp, log, tanh and their kin in float32, four at a time, from + - * / and bit operations alone, so that
 * every processor gives the same bits. Polynomials of S. Moshier's Cephes library (expf, logf, tanhf), within
 * about 2 ulp. A NaN stays one.
 */
import { madd } from './madd';

export function splat(value: f32): v128 {
  return f32x4.splat(value);
}

/** 0 below -87.33 (no subnormal results), infinity above 88.72. */
export function exp4(x: v128): v128 {
  const least = splat(-87.33654);
  const most = splat(88.72283);
  const bounded = f32x4.min(f32x4.max(x, least), most);
  const n = f32x4.nearest(f32x4.mul(bounded, splat(1.44269504)));
  let r = f32x4.sub(bounded, f32x4.mul(n, splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, splat(-2.1219444e-4)));
  let p = splat(1.98756915e-4);
  p = madd(p, r, splat(1.3981999507e-3));
  p = madd(p, r, splat(8.3334519073e-3));
  p = madd(p, r, splat(4.1665795894e-2));
  p = madd(p, r, splat(1.6666665459e-1));
  p = madd(p, r, splat(5.0000001201e-1));
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), splat(1));
  // 2^n in two factors, since 2^128 is no float.
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  const one = i32x4.splat(127);
  const a = i32x4.shl(i32x4.add(half, one), 23);
  const b = i32x4.shl(i32x4.add(i32x4.sub(whole, half), one), 23);
  let y = f32x4.mul(f32x4.mul(p, a), b);
  y = v128.andnot(y, f32x4.lt(x, least));
  return v128.bitselect(splat(Infinity), y, f32x4.gt(x, most));
}

/** For positive normal numbers; those below 2^-126 count as 2^-126. */
export function log4(x: v128): v128 {
  const bounded = f32x4.max(x, splat(1.17549435e-38));
  // x = m * 2^e with m from sqrt(1/2) to sqrt(2).
  let e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(bounded, 23), i32x4.splat(126)));
  let m = v128.or(v128.and(bounded, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const low = f32x4.lt(m, splat(0.707106781186547524));
  e = f32x4.sub(e, v128.and(splat(1), low));
  m = f32x4.sub(f32x4.add(m, v128.and(m, low)), splat(1));
  const z = f32x4.mul(m, m);
  let p = splat(7.0376836292e-2);
  p = madd(p, m, splat(-1.151461031e-1));
  p = madd(p, m, splat(1.167699874e-1));
  p = madd(p, m, splat(-1.2420140846e-1));
  p = madd(p, m, splat(1.4249322787e-1));
  p = madd(p, m, splat(-1.6668057665e-1));
  p = madd(p, m, splat(2.0000714765e-1));
  p = madd(p, m, splat(-2.4999993993e-1));
  p = madd(p, m, splat(3.3333331174e-1));
  p = f32x4.mul(f32x4.mul(p, m), z);
  p = madd(e, splat(-2.1219444e-4), p);
  p = f32x4.sub(p, f32x4.mul(z, splat(0.5)));
  let y = madd(e, splat(0.693359375), f32x4.add(m, p));
  y = v128.bitselect(splat(Infinity), y, f32x4.eq(x, splat(Infinity)));
  return v128.bitselect(x, y, f32x4.ne(x, x));
}

/** log(1 + t) for t from 0 to 1; exact as t falls to 0 (W. Kahan). */
export function log1p4(t: v128): v128 {
  const u = f32x4.add(t, splat(1));
  const rounded = f32x4.sub(u, splat(1));
  const y = f32x4.mul(log4(u), f32x4.div(t, rounded));
  return v128.bitselect(t, y, f32x4.eq(rounded, splat(0)));
}

export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = splat(-5.70498872745e-3);
  p = madd(p, z, splat(2.06390887954e-2));
  p = madd(p, z, splat(-5.37397155531e-2));
  p = madd(p, z, splat(1.33314422036e-1));
  p = madd(p, z, splat(-3.33332819422e-1));
  const near = madd(f32x4.mul(p, z), x, x);
  const e = exp4(f32x4.add(size, size));
  const far = f32x4.sub(splat(1), f32x4.div(splat(2), f32x4.add(e, splat(1))));
  const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000)));
  return v128.bitselect(near, signed, f32x4.lt(size, splat(0.625)));
}

export function sigmoid4(x: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(splat(1), exp4(f32x4.neg(x))));
}

/** log(1 + e^x) */
export function softplus4(x: v128): v128 {
  return f32x4.add(f32x4.max(x, splat(0)), log1p4(exp4(f32x4.neg(f32x4.abs(x)))));
}

/** The four lanes as (0 + 1) + (2 + 3). */
export function across(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3))
  );
}
