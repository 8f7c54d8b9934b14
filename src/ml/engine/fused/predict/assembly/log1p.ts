/** core/math's `log1p`, to the same bits, for x >= 0 (which is all that softplus asks for). */
const LN2_HIGH: f64 = 6.9314718036912381649e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;
const SQRT_HALF: i32 = 0x3fe6a09e;
const TINY: f64 = 1.1102230246251565e-16;

export function log1p(x: f64): f64 {
  if (!(x >= TINY) || x == Infinity) return x;
  let f = x;
  let exponent = 0;
  let lost: f64 = 0;
  if (x > 0.414213562373095) {
    const u = 1 + x;
    const bits = reinterpret<i64>(u);
    const shifted = <i32>(bits >> 32) + (0x3ff00000 - SQRT_HALF);
    exponent = (shifted >> 20) - 1023;
    if (exponent < 54) lost = (exponent >= 2 ? 1 - (u - x) : x - (u - 1)) / u;
    const head = (<i64>((shifted & 0xfffff) + SQRT_HALF)) << 32;
    f = reinterpret<f64>(head | (bits & 0xffffffff)) - 1;
  }
  const n = <f64>exponent;
  return logTail(f) + (n * LN2_LOW + lost) - 0.5 * f * f + f + n * LN2_HIGH;
}

/** log(1 + f) - f + f^2 / 2 */
function logTail(f: f64): f64 {
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even =
    w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  return s * (0.5 * f * f + (even + odd));
}
