/** core/math's `exp`, to the same bits. */
import { seriesOf, stepsOf, tableRow } from './reduce';

const OVERFLOW: f64 = 709.782712893384;
const UNDERFLOW: f64 = -745.1332191019412;

function powerOfTwo(n: i32): f64 {
  return reinterpret<f64>((<i64>(n + 1023)) << 52);
}

/** x * 2^n, rounded once. */
function scale(x: f64, n: i32): f64 {
  if (n > 1023) return x * powerOfTwo(1023) * powerOfTwo(n - 1023);
  if (n >= -1022) return x * powerOfTwo(n);
  const y = x * powerOfTwo(-969);
  return n + 969 < -1022 ? y * powerOfTwo(-1022) : y * powerOfTwo(n + 969);
}

export function exp(x: f64): f64 {
  if (x != x) return NaN;
  if (x > OVERFLOW) return Infinity;
  if (x < UNDERFLOW) return 0;
  const lanes = f64x2.splat(x);
  const k = stepsOf(lanes);
  const series = f64x2.extract_lane(seriesOf(lanes, k), 0);
  const steps = <i32>f64x2.extract_lane(k, 0);
  const row = tableRow(steps);
  const power = f64x2.extract_lane(row, 0);
  const rest = f64x2.extract_lane(row, 1) + power * series;
  return scale(power + rest, steps >> 5);
}
