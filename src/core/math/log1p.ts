import { LN2_HIGH, LN2_LOW, logTail, SQRT_HALF } from './log';
import { fromWords, highWord, lowWord } from './words';

const TINY = 1.1102230246251565e-16;

/** log(1 + x), exact to 1 ulp for small x too; the method of fdlibm's s_log1p.c. */
export function log1p(x: number): number {
  if (x !== x || x < -1) return NaN;
  if (x === -1) return -Infinity;
  if (x === Infinity) return Infinity;
  if (x < TINY && x > -TINY) return x;
  let f = x;
  let exponent = 0;
  let lost = 0;
  if (x < -0.2928932188134524 || x > 0.414213562373095) {
    const u = 1 + x;
    const shifted = highWord(u) + (0x3ff00000 - SQRT_HALF);
    exponent = (shifted >> 20) - 1023;
    // What rounding 1 + x lost, relative to it; nothing that matters once x is far larger than 1.
    if (exponent < 54) lost = (exponent >= 2 ? 1 - (u - x) : x - (u - 1)) / u;
    f = fromWords((shifted & 0xfffff) + SQRT_HALF, lowWord(u)) - 1;
  }
  return logTail(f) + (exponent * LN2_LOW + lost) - 0.5 * f * f + f + exponent * LN2_HIGH;
}
