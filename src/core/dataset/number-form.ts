/**
 * In which form a chunk's numbers take the least room and lose nothing. Numbers that were written with few
 * decimals are whole multiples of a power of ten, days are whole multiples of a day: as integers they take
 * half the room or less.
 */
import { DAYS, ENCODING, unitFactor, type Encoding } from './chunk-layout';

export interface NumberForm {
  encoding: Encoding;
  /** What the stored integers count; see `unitFactor`. 0 for float64. */
  unit: number;
  missing: number;
}

const MOST = 0x7fffffff;
const DAY_MS = 86_400_000;
const MOST_PLACES = 9;
/** Added and taken off again it rounds, to even, what is smaller than 2^51. */
const ROUNDER = 6755399441055744;

/** `values` hold NaN where missing. */
export function numberForm(values: Float64Array): NumberForm {
  let missing = 0;
  let min = Infinity;
  let max = -Infinity;
  let negativeZero = false;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value !== value) missing++;
    if (value === 0) negativeZero ||= 1 / value < 0;
  }
  if (missing === values.length) return { encoding: ENCODING.empty, unit: 0, missing };
  const largest = Math.max(max, -min);
  const unit = negativeZero ? -1 : unitOf(values, largest);
  if (unit < 0) return { encoding: ENCODING.float64, unit: 0, missing };
  return { encoding: integerEncoding(toUnits(min, unit), toUnits(max, unit)), unit, missing };
}

/** The value in units: an integer. `unit` must suit the value. */
function toUnits(value: number, unit: number): number {
  return unit === DAYS ? value / DAY_MS : value * unitFactor(unit) + ROUNDER - ROUNDER;
}

/** Writes each value in units; a missing one is 0. */
export function writeUnits(
  values: Float64Array,
  unit: number,
  target: Int8Array | Int16Array | Int32Array,
): void {
  const factor = unitFactor(unit);
  if (unit === DAYS) {
    for (let row = 0; row < values.length; row++) target[row] = values[row]! / DAY_MS;
  } else if (target instanceof Int32Array) {
    for (let row = 0; row < values.length; row++) {
      target[row] = values[row]! * factor + ROUNDER - ROUNDER;
    }
  } else {
    for (let row = 0; row < values.length; row++) {
      target[row] = values[row]! * factor + ROUNDER - ROUNDER;
    }
  }
}

/** The narrowest that holds both. */
export function integerEncoding(min: number, max: number): Encoding {
  if (min >= -0x80 && max <= 0x7f) return ENCODING.int8;
  if (min >= -0x8000 && max <= 0x7fff) return ENCODING.int16;
  return ENCODING.int32;
}

/** -1 where only a double will do. */
function unitOf(values: Float64Array, largest: number): number {
  if (!areMultiples(values, 1)) return decimalPlaces(values, largest);
  if (largest <= MOST) return 0;
  return largest / DAY_MS <= MOST && areMultiples(values, DAY_MS) ? DAYS : -1;
}

function areMultiples(values: Float64Array, of: number): boolean {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const units = value / of;
    if (units !== Math.floor(units) && value === value) return false;
  }
  return true;
}

/** The fewest decimals that give back every value by one division; -1 where 9 or the range do not. */
function decimalPlaces(values: Float64Array, largest: number): number {
  let places = 1;
  let factor = 10;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    while ((value * factor + ROUNDER - ROUNDER) / factor !== value) {
      if (value !== value) break;
      factor *= 10;
      if (++places > MOST_PLACES || largest * factor > MOST) return -1;
    }
  }
  return largest * factor <= MOST ? places : -1;
}
