/** core/math's `reduce` for two numbers at once, to the same bits. */
import { EXP_TABLE } from './table';

const STEP_HIGH: f64 = 0.021660849392446835;
const STEP_LOW: f64 = 5.145609244655338e-14;
const STEPS_PER_UNIT: f64 = 46.16624130844683;
const ROUNDER: f64 = 6755399441055744;

/** x = k * ln(2) / 32 + r: k, a whole number in each lane. |x| < 746. */
export function stepsOf(x: v128): v128 {
  const rounder = f64x2.splat(ROUNDER);
  return f64x2.sub(f64x2.add(f64x2.mul(x, f64x2.splat(STEPS_PER_UNIT)), rounder), rounder);
}

/** exp(r) - 1 */
export function seriesOf(x: v128, k: v128): v128 {
  const r = f64x2.sub(
    f64x2.sub(x, f64x2.mul(k, f64x2.splat(STEP_HIGH))),
    f64x2.mul(k, f64x2.splat(STEP_LOW)),
  );
  let p = f64x2.mul(r, f64x2.splat(1.0 / 720));
  p = f64x2.mul(r, f64x2.add(f64x2.splat(1.0 / 120), p));
  p = f64x2.mul(r, f64x2.add(f64x2.splat(1.0 / 24), p));
  p = f64x2.mul(r, f64x2.add(f64x2.splat(1.0 / 6), p));
  return f64x2.add(r, f64x2.mul(f64x2.mul(r, r), f64x2.add(f64x2.splat(0.5), p)));
}

export function tableRow(steps: i32): v128 {
  return v128.load(EXP_TABLE + (((<usize>steps) & 31) << 4));
}

/** 2^exponent, where the steps are 32 * exponent + j with j from 0 to 31. */
export function factorOf(steps: v128): v128 {
  const exponents = i64x2.extend_low_i32x4_s(i32x4.shr_s(steps, 5));
  return i64x2.shl(i64x2.add(exponents, i64x2.splat(1023)), 52);
}
