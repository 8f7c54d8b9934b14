/** core/math's `tanh`, two at once, to the same bits. */
import { quotient2 } from './quotient';
import { factorOf, seriesOf, stepsOf, tableRow } from './reduce';

export function tanh2(x: v128): v128 {
  const size = f64x2.abs(x);
  const near = f64x2.lt(size, f64x2.splat(0.125));
  const far = f64x2.gt(size, f64x2.splat(20));
  const sign = v128.and(x, i64x2.splat(i64.MIN_VALUE));
  // What is out of range, or NaN, goes through the middle as 1.
  const between = f64x2.le(size, f64x2.splat(20));
  const middle = quotientOfPowers(v128.bitselect(size, f64x2.splat(1), between));
  let y = v128.bitselect(f64x2.splat(1), middle, far);
  y = v128.or(y, sign);
  y = v128.bitselect(nearZero(x), y, near);
  y = v128.bitselect(x, y, f64x2.lt(size, f64x2.splat(1e-9)));
  return v128.bitselect(x, y, f64x2.ne(x, x));
}

function nearZero(x: v128): v128 {
  const z = f64x2.mul(x, x);
  let high = f64x2.mul(z, f64x2.splat(6404582.0 / 10854718875));
  high = f64x2.mul(z, f64x2.add(f64x2.splat(-929569.0 / 638512875), high));
  high = f64x2.mul(z, f64x2.add(f64x2.splat(21844.0 / 6081075), high));
  high = f64x2.mul(z, f64x2.add(f64x2.splat(-1382.0 / 155925), high));
  high = f64x2.add(f64x2.splat(62.0 / 2835), high);
  let p = f64x2.mul(z, high);
  p = f64x2.mul(z, f64x2.add(f64x2.splat(-17.0 / 315), p));
  p = f64x2.mul(z, f64x2.add(f64x2.splat(2.0 / 15), p));
  p = f64x2.add(f64x2.splat(-1.0 / 3), p);
  return f64x2.add(x, f64x2.mul(f64x2.mul(x, z), p));
}

/** (e^2x - 1) / (e^2x + 1) for x from 0 to 20. */
function quotientOfPowers(size: v128): v128 {
  const twice = f64x2.mul(f64x2.splat(2), size);
  const k = stepsOf(twice);
  const series = seriesOf(twice, k);
  const steps = i32x4.trunc_sat_f64x2_s_zero(k);
  const row0 = tableRow(i32x4.extract_lane(steps, 0));
  const row1 = tableRow(i32x4.extract_lane(steps, 1));
  const power = v128.shuffle<f64>(row0, row1, 0, 2);
  const rest = f64x2.add(v128.shuffle<f64>(row0, row1, 1, 3), f64x2.mul(power, series));
  const head = f64x2.add(power, rest);
  const factor = factorOf(steps);
  const e = f64x2.mul(head, factor);
  const tail = f64x2.mul(f64x2.sub(rest, f64x2.sub(head, power)), factor);
  const one = f64x2.splat(1);
  const above = f64x2.add(e, one);
  const below = f64x2.sub(e, one);
  const lost = f64x2.add(f64x2.sub(f64x2.sub(e, below), one), tail);
  const gained = f64x2.add(f64x2.sub(one, f64x2.sub(above, e)), tail);
  return quotient2(below, lost, above, gained);
}
