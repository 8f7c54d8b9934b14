/**
 * exp and log as core/math has them, to the same bits: the plain reference and this module must agree.
 * The table of 2^(j / 32) is core/math's own, which the host copies into memory.
 */

/** ln(2) / 32 in two parts; the first has 36 bits, so that its product with any k here is exact. */
const STEP_HIGH: f64 = 0.021660849392446835;
const STEP_LOW: f64 = 5.145609244655338e-14;
const STEPS_PER_UNIT: f64 = 46.16624130844683;
const ROUNDER: f64 = 6755399441055744;
const OVERFLOW: f64 = 709.782712893384;
const UNDERFLOW: f64 = -745.1332191019412;

const LN2_HIGH: f64 = 6.9314718036912381649e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;
const SQRT_HALF: i32 = 0x3fe6a09e;

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

/** @param table core/math's EXP_TABLE */
export function exp(x: f64, table: usize): f64 {
  if (x != x) return NaN;
  if (x > OVERFLOW) return Infinity;
  if (x < UNDERFLOW) return 0;
  const k = x * STEPS_PER_UNIT + ROUNDER - ROUNDER;
  const r = x - k * STEP_HIGH - k * STEP_LOW;
  const steps = <i32>k;
  const j = steps & 31;
  const series =
    r + r * r * (0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720)))));
  const power = load<f64>(table + (j << 4));
  const rest = load<f64>(table + (j << 4), 8) + power * series;
  return scale(power + rest, (steps - j) >> 5);
}

/** For x > 0, normal and finite. */
export function log(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  const shifted = <i32>(bits >> 32) + (0x3ff00000 - SQRT_HALF);
  const exponent = <f64>((shifted >> 20) - 1023);
  const head = (<i64>((shifted & 0xfffff) + SQRT_HALF)) << 32;
  const f = reinterpret<f64>(head | (bits & 0xffffffff)) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even =
    w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const tail = s * (0.5 * f * f + (even + odd));
  return tail + exponent * LN2_LOW - 0.5 * f * f + f + exponent * LN2_HIGH;
}
