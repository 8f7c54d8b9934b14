/** core/math's `sigmoid`, two at once, to the same bits. */
import { exp } from './exp';
import { quotient2 } from './quotient';
import { factorOf, seriesOf, stepsOf, tableRow } from './reduce';

const SATURATED: f64 = 40;

export function sigmoid2(x: v128): v128 {
  const size = f64x2.abs(x);
  if (!i64x2.all_true(f64x2.le(size, f64x2.splat(SATURATED)))) return apart(x);
  return within(x, size);
}

/** One of the two is NaN or far from 0. */
function apart(x: v128): v128 {
  return f64x2.replace_lane(
    f64x2.splat(single(f64x2.extract_lane(x, 0))),
    1,
    single(f64x2.extract_lane(x, 1)),
  );
}

function single(x: f64): f64 {
  if (x != x) return NaN;
  if (x > SATURATED) return 1;
  if (x < -SATURATED) return exp(x);
  const lanes = f64x2.splat(x);
  return f64x2.extract_lane(within(lanes, f64x2.abs(lanes)), 0);
}

function within(x: v128, size: v128): v128 {
  const negative = f64x2.neg(size);
  const k = stepsOf(negative);
  const series = seriesOf(negative, k);
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
  const sum = f64x2.add(one, e);
  const lost = f64x2.add(f64x2.sub(e, f64x2.sub(sum, one)), tail);
  const below = f64x2.lt(x, f64x2.splat(0));
  return quotient2(v128.bitselect(e, one, below), v128.and(tail, below), sum, lost);
}
