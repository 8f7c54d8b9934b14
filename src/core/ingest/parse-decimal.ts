/**
 * Decimal text to the double nearest to it: bit-equal to Number() of the text, without making a string.
 * Up to 15 digits are exact by one multiplication or division (Clinger 1990); 16 to 18 go through a sum
 * of two doubles (Dekker 1971) whose rounding is tested (Ziv 1991); what is left is handed to Number().
 */

/** Powers of ten that a double holds exactly. */
export const POWERS = Float64Array.of(
  1,
  1e1,
  1e2,
  1e3,
  1e4,
  1e5,
  1e6,
  1e7,
  1e8,
  1e9,
  1e10,
  1e11,
  1e12,
  1e13,
  1e14,
  1e15,
  1e16,
  1e17,
  1e18,
  1e19,
  1e20,
  1e21,
  1e22,
);

const MAX_POWER = 22;
const SPLITTER = 134217729;
/** Larger than every error made below, relative to the result. */
const DOUBT = 7.888609052210118e-31;

/**
 * What `parseDecimal` met beside the value. `integer` is digits only; `long` is an integer past 2^53 - 1;
 * `padded` has a leading zero ("007") or is long with a plus sign, as identifiers are written.
 */
export const SHAPE = { integer: 0, fraction: 1, long: 2, padded: 3 } as const;

export interface ParsedDecimal {
  value: number;
  shape: number;
}

/**
 * Reads `bytes[start..end)` as `[+-] digits [mark digits] [e [+-] digits]`, `mark` being the byte of the
 * decimal mark. Answers false where it is something else. `bytes[end]` must exist.
 */
export function parseDecimal(
  bytes: Uint8Array,
  start: number,
  end: number,
  mark: number,
  out: ParsedDecimal,
): boolean {
  let i = start;
  const sign = bytes[i]!;
  if (sign === 45 || sign === 43) i++;
  const first = i;
  // Up to 18 significant digits as high * 10^lowDigits + low.
  let high = 0;
  let low = 0;
  let highDigits = 0;
  let lowDigits = 0;
  let dropped = 0;
  let digit = 0;
  while (i < end && (digit = bytes[i]! - 48) >= 0 && digit <= 9) {
    if (highDigits < 9) {
      high = high * 10 + digit;
      if (high > 0) highDigits++;
    } else if (lowDigits < 9) {
      low = low * 10 + digit;
      lowDigits++;
    } else dropped++;
    i++;
  }
  const wholeDigits = i - first;
  const wholeDropped = dropped;
  let fractionDigits = 0;
  let plain = true;
  if (i < end && bytes[i] === mark) {
    plain = false;
    const from = ++i;
    while (i < end && (digit = bytes[i]! - 48) >= 0 && digit <= 9) {
      if (highDigits < 9) {
        high = high * 10 + digit;
        if (high > 0) highDigits++;
      } else if (lowDigits < 9) {
        low = low * 10 + digit;
        lowDigits++;
      } else dropped++;
      i++;
    }
    fractionDigits = i - from;
  }
  if (wholeDigits + fractionDigits === 0) return false;
  let exponent = 0;
  if (i < end && (bytes[i]! | 32) === 101) {
    plain = false;
    const exponentSign = bytes[++i]!;
    if (i < end && (exponentSign === 45 || exponentSign === 43)) i++;
    const from = i;
    while (i < end && (digit = bytes[i]! - 48) >= 0 && digit <= 9) {
      if (exponent < 100_000) exponent = exponent * 10 + digit;
      i++;
    }
    if (i === from) return false;
    if (exponentSign === 45) exponent = -exponent;
  }
  if (i !== end) return false;
  const negative = sign === 45;
  out.shape = shapeOf(bytes, first, wholeDigits, plain, sign);
  if (dropped > 0) {
    out.value = fromText(bytes, start, end, mark);
  } else {
    const power = exponent - fractionDigits + wholeDropped;
    const value = scale(high, low, lowDigits, power);
    out.value = value === value ? (negative ? -value : value) : fromText(bytes, start, end, mark);
  }
  const wide = plain && highDigits + lowDigits + dropped > 15;
  if (wide && out.shape === SHAPE.integer && !(Math.abs(out.value) <= Number.MAX_SAFE_INTEGER)) {
    out.shape = SHAPE.long;
  }
  return true;
}

function shapeOf(
  bytes: Uint8Array,
  first: number,
  wholeDigits: number,
  plain: boolean,
  sign: number,
): number {
  if (wholeDigits > 1 && bytes[first] === 48) return SHAPE.padded;
  if (!plain) return SHAPE.fraction;
  return sign === 43 && wholeDigits >= 7 ? SHAPE.padded : SHAPE.integer;
}

/** (high * 10^lowDigits + low) * 10^power, correctly rounded; NaN where that cannot be told here. */
function scale(high: number, low: number, lowDigits: number, power: number): number {
  // Exact: high has 30 bits and 5^9 has 21.
  const top = high * POWERS[lowDigits]!;
  const sum = top + low;
  const rest = low - (sum - top);
  if (power === 0 || sum === 0) return sum;
  if (power < -MAX_POWER || power > MAX_POWER) return NaN;
  if (power > 0) {
    const factor = POWERS[power]!;
    const product = sum * factor;
    if (rest === 0)
      return sum <= Number.MAX_SAFE_INTEGER ? product : roundedProduct(sum, 0, factor);
    return roundedProduct(sum, rest, factor);
  }
  const divisor = POWERS[-power]!;
  const quotient = sum / divisor;
  if (rest === 0) return quotient;
  const back = quotient * divisor;
  const error = productError(quotient, divisor, back);
  const correction = (sum - back - error + rest) / divisor;
  return rounded(quotient, correction);
}

function roundedProduct(sum: number, rest: number, factor: number): number {
  const product = sum * factor;
  return rounded(product, productError(sum, factor, product) + rest * factor);
}

/** a * b - product, exactly (Dekker). */
function productError(a: number, b: number, product: number): number {
  const ca = SPLITTER * a;
  const aHigh = ca - (ca - a);
  const aLow = a - aHigh;
  const cb = SPLITTER * b;
  const bHigh = cb - (cb - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** value + correction, unless the error of the correction could change how it rounds. */
function rounded(value: number, correction: number): number {
  const doubt = value * DOUBT;
  const result = value + (correction - doubt);
  return result === value + (correction + doubt) ? result : NaN;
}

function fromText(bytes: Uint8Array, start: number, end: number, mark: number): number {
  let text = '';
  for (let i = start; i < end; i++) {
    text += String.fromCharCode(bytes[i] === mark ? 46 : bytes[i]!);
  }
  return Number(text);
}
