import { EXP_TABLE } from './exp-table';
import { scale } from './words';

/** ln(2) / 32 in two parts; the first has 36 bits, so that its product with any k here is exact. */
const STEP_HIGH = 0.021660849392446835;
const STEP_LOW = 5.145609244655338e-14;
const STEPS_PER_UNIT = 46.16624130844683;
const OVERFLOW = 709.782712893384;
const UNDERFLOW = -745.1332191019412;

/** Rounds to the nearest integer for |x| < 2^51. */
const ROUNDER = 6755399441055744;

/**
 * The last `reduce` in parts: exp(x) = (head + tail) * 2^exponent, head within
 * [0.98, 2.03] the nearest double to the sum, relative error of the sum < 2^-57.
 * Kept here instead of returned, because an object per call would cost more than the function.
 */
export const parts = { head: 1, tail: 0, exponent: 0 };

/** x = (32 e + j) ln(2) / 32 + r, then 2^(j / 32) from a table and exp(r) - 1 from its series; |x| < 746. */
export function reduce(x: number): void {
  const k = x * STEPS_PER_UNIT + ROUNDER - ROUNDER;
  const r = x - k * STEP_HIGH - k * STEP_LOW;
  const j = k & 31;
  const series = r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))));
  const power = EXP_TABLE[2 * j]!;
  const rest = EXP_TABLE[2 * j + 1]! + power * series;
  parts.head = power + rest;
  parts.tail = rest - (parts.head - power);
  parts.exponent = (k - j) / 32;
}

/** e^x with an error below 0.53 ulp (1 ulp where the result is subnormal). */
export function exp(x: number): number {
  if (x !== x) return NaN;
  if (x > OVERFLOW) return Infinity;
  if (x < UNDERFLOW) return 0;
  reduce(x);
  return scale(parts.head, parts.exponent);
}
