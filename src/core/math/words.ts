/**
 * The two 32-bit halves of a double, through typed arrays; exact scaling by powers of two.
 * Every function of core/math is built from these and + - * / sqrt, which IEEE 754 fixes to the bit.
 */
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const LOW = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/** Sign, exponent and the top 20 bits of the fraction, as a signed integer. */
export function highWord(x: number): number {
  double[0] = x;
  return words[HIGH]!;
}

/** The low 32 bits of the fraction, as a signed integer. */
export function lowWord(x: number): number {
  double[0] = x;
  return words[LOW]!;
}

export function fromWords(high: number, low: number): number {
  words[HIGH] = high;
  words[LOW] = low;
  return double[0]!;
}

/** 2^n for -1022 <= n <= 1023. */
export function powerOfTwo(n: number): number {
  return fromWords((n + 1023) << 20, 0);
}

/** x * 2^n, rounded once, for any integer n in [-2000, 2000]. */
export function scale(x: number, n: number): number {
  if (n > 1023) {
    const y = x * powerOfTwo(1023);
    return n - 1023 > 1023 ? y * powerOfTwo(1023) : y * powerOfTwo(n - 1023);
  }
  if (n >= -1022) return x * powerOfTwo(n);
  // The first factor keeps a normal x normal, so that only the last product rounds.
  const y = x * powerOfTwo(-969);
  return n + 969 < -1022 ? y * powerOfTwo(-1022) : y * powerOfTwo(n + 969);
}
