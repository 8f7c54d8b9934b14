import { fromWords, highWord, lowWord, scale } from './words';

// The method and coefficients of fdlibm's e_pow.c (Sun Microsystems, 1993; s_scalbn by `scale`).
const LN2 = 6.93147180559945286227e-1;
const LN2_HIGH = 6.93147182464599609375e-1;
const LN2_LOW = -1.90465429995776804525e-9;
/** 2 / (3 ln 2), whole and in two parts. */
const CP = 9.61796693925975554329e-1;
const CP_HIGH = 9.61796700954437255859e-1;
const CP_LOW = -7.02846165095275826516e-9;
/** log2(1.5) in two parts. */
const LOG2_1_5_HIGH = 5.84962487220764160156e-1;
const LOG2_1_5_LOW = 1.35003920212974897128e-8;
/** 2^1024 as a result still rounds down to a finite number where this much is missing. */
const OVERFLOW_TAIL = 8.0085662595372944372e-17;

function withoutLow(x: number): number {
  return fromWords(highWord(x), 0);
}

let log2Low = 0;

/** log2 of a positive finite x as head (answer, low word 0) + log2Low, good to about 2^-70. */
function log2Parts(x: number): number {
  let high = highWord(x);
  let low = lowWord(x);
  let n = 0;
  if (high < 0x00100000) {
    x *= 9007199254740992;
    n = -53;
    high = highWord(x);
    low = lowWord(x);
  }
  n += (high >> 20) - 1023;
  const fraction = high & 0xfffff;
  high = fraction | 0x3ff00000;
  // Bring the fraction to [sqrt(3)/2, sqrt(3)), near 1 (base 1) or near 1.5.
  let near15 = 0;
  if (fraction > 0x3988e) {
    if (fraction < 0xbb67a) near15 = 1;
    else {
      n += 1;
      high -= 0x00100000;
    }
  }
  const a = fromWords(high, low);
  const base = near15 ? 1.5 : 1;

  const u = a - base;
  const v = 1 / (a + base);
  const s = u * v;
  const sHigh = withoutLow(s);
  const tHigh = fromWords(((high >> 1) | 0x20000000) + 0x00080000 + (near15 << 18), 0);
  const tLow = a - (tHigh - base);
  const sLow = v * (u - sHigh * tHigh - sHigh * tLow);
  const s2 = s * s;
  const r =
    s2 *
      s2 *
      (5.99999999999994648725e-1 +
        s2 *
          (4.28571428578550184252e-1 +
            s2 *
              (3.33333329818377432918e-1 +
                s2 *
                  (2.72728123808534006489e-1 +
                    s2 * (2.30660745775561754067e-1 + s2 * 2.06975017800338417784e-1))))) +
    sLow * (sHigh + s);
  const sh2 = sHigh * sHigh;
  const cubeHigh = withoutLow(3 + sh2 + r);
  const cubeLow = r - (cubeHigh - 3 - sh2);
  const p = sHigh * cubeHigh;
  const q = sLow * cubeHigh + cubeLow * s;
  const pHigh = withoutLow(p + q);
  const pLow = q - (pHigh - p);
  const zHigh = CP_HIGH * pHigh;
  const zLow = CP_LOW * pHigh + pLow * CP + (near15 ? LOG2_1_5_LOW : 0);
  const baseHigh = near15 ? LOG2_1_5_HIGH : 0;
  const head = withoutLow(zHigh + zLow + baseHigh + n);
  log2Low = zLow - (head - n - baseHigh - zHigh);
  return head;
}

/** 2^(high + low) for |high + low| < 1100. */
function exp2Parts(high: number, low: number): number {
  const z = high + low;
  const n = z < 0 ? -Math.floor(0.5 - z) : Math.floor(z + 0.5);
  const head = high - n;
  const t = withoutLow(low + head);
  const u = t * LN2_HIGH;
  const v = (low - (t - head)) * LN2 + t * LN2_LOW;
  const x = u + v;
  const w = v - (x - u);
  const x2 = x * x;
  const c =
    x -
    x2 *
      (1.66666666666666019037e-1 +
        x2 *
          (-2.77777777770155933842e-3 +
            x2 *
              (6.61375632143793436117e-5 +
                x2 * (-1.6533902205465251539e-6 + x2 * 4.13813679705723846039e-8))));
  const r = (x * c) / (c - 2) - (w + x * w);
  return scale(1 - (r - x), n);
}

/** 0: y is no integer, 1: odd, 2: even. */
function parity(y: number): 0 | 1 | 2 {
  if (Math.floor(y) !== y) return 0;
  return y % 2 === 0 ? 2 : 1;
}

/** x^y with an error below 1 ulp and the special cases of ECMAScript's `Math.pow`. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x !== x || y !== y) return NaN;
  const size = x < 0 ? -x : x;
  if (y === Infinity || y === -Infinity) {
    if (size === 1) return NaN;
    return size > 1 === y > 0 ? Infinity : 0;
  }
  const negative = x < 0 || (x === 0 && 1 / x < 0);
  const kind = negative ? parity(y) : 2;
  const sign = kind === 1 ? -1 : 1;
  if (size === 0 || size === Infinity) return size > 0 === y > 0 ? sign * Infinity : sign * 0;
  if (kind === 0) return NaN;
  if (size === 1) return sign;
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === -1) return 1 / x;
  if (y === 0.5) return Math.sqrt(x);

  const head = log2Parts(size);
  const tail = log2Low;
  const yHead = withoutLow(y);
  const low = (y - yHead) * head + y * tail;
  const high = yHead * head;
  const z = low + high;
  if (z !== z || z >= 1100 || z <= -1100) return z > 0 || high > 0 ? sign * Infinity : sign * 0;
  if (z > 1024 || (z === 1024 && low + OVERFLOW_TAIL > z - high)) return sign * Infinity;
  return sign * exp2Parts(high, low);
}
