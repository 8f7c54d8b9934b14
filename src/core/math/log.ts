import { fromWords, highWord, lowWord } from './words';

/** ln(2) in two parts; the first has 32 bits, so that its product with an exponent is exact. */
export const LN2_HIGH = 6.9314718036912381649e-1;
export const LN2_LOW = 1.90821492927058770002e-10;

/** The top word of sqrt(1/2): fractions are brought into [sqrt(1/2), sqrt(2)). */
export const SQRT_HALF = 0x3fe6a09e;

/**
 * log(1 + f) - f + f^2 / 2 for 1 + f in [sqrt(1/2), sqrt(2)), with s = f / (2 + f): the method and the
 * minimax coefficients of fdlibm's e_log.c (Sun Microsystems, 1993).
 */
export function logTail(f: number): number {
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

/** The natural logarithm with an error below 1 ulp; NaN below 0, -Infinity at 0. */
export function log(x: number): number {
  if (x !== x || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  let exponent = 0;
  let high = highWord(x);
  if (high < 0x00100000) {
    x *= 18014398509481984;
    exponent = -54;
    high = highWord(x);
  }
  const shifted = high + (0x3ff00000 - SQRT_HALF);
  exponent += (shifted >> 20) - 1023;
  const f = fromWords((shifted & 0xfffff) + SQRT_HALF, lowWord(x)) - 1;
  return logTail(f) + exponent * LN2_LOW - 0.5 * f * f + f + exponent * LN2_HIGH;
}
