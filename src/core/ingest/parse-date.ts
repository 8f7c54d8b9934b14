/**
 * Dates and date-times as files write them, from bytes to milliseconds since 1970 UTC. Read always:
 * `2024-02-29`, `2024/02/29`, each with an optional time `T09:30`, ` 9:30:15.250`, and zone `Z`, `+01:00`,
 * `+0100`; no zone means UTC. Day and month first (`29/2/2024`, `2-29-2024`, `29.2.2024`) only where the
 * caller says which. A day that no calendar has is no date.
 */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';

export interface ParsedDate {
  value: number;
  /** Whether a time of day was written. */
  time: boolean;
}

const DAY_MS = 86_400_000;
const MONTH_DAYS = Uint8Array.of(0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

/** Days since 1970-01-01 of a proleptic Gregorian date (Hinnant, "chrono-compatible low-level date algorithms"). */
export function daysFromCivil(year: number, month: number, day: number): number {
  // Integer division throughout: years are not negative here.
  const y = (month <= 2 ? year - 1 : year) | 0;
  const era = (y < 0 ? -1 : y / 400) | 0;
  const yearOfEra = y - era * 400;
  const dayOfYear = (((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) | 0) + day - 1;
  const dayOfEra = yearOfEra * 365 + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > MONTH_DAYS[month]!) return false;
  if (month !== 2 || day < 29) return true;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Answers false where `bytes[start..end)` is no date in this order. */
export function parseDate(
  bytes: Uint8Array,
  start: number,
  end: number,
  order: DateOrder,
  out: ParsedDate,
): boolean {
  const after =
    order === 'ymd' ? yearFirst(bytes, start, end, out) : yearLast(bytes, start, end, order, out);
  if (after < 0) return false;
  out.time = after < end;
  return !out.time || addTime(bytes, after, end, out);
}

function yearFirst(bytes: Uint8Array, start: number, end: number, out: ParsedDate): number {
  if (end - start < 10) return -1;
  const separator = bytes[start + 4]!;
  if ((separator !== 45 && separator !== 47) || bytes[start + 7] !== separator) return -1;
  const a = bytes[start]! - 48;
  const b = bytes[start + 1]! - 48;
  const c = bytes[start + 2]! - 48;
  const d = bytes[start + 3]! - 48;
  const e = bytes[start + 5]! - 48;
  const f = bytes[start + 6]! - 48;
  const g = bytes[start + 8]! - 48;
  const h = bytes[start + 9]! - 48;
  // Negative if one of them is below 0 or above 9.
  const low = a | b | c | d | e | f | g | h;
  const high = (9 - a) | (9 - b) | (9 - c) | (9 - d) | (9 - e) | (9 - f) | (9 - g) | (9 - h);
  if ((low | high) < 0) return -1;
  const year = a * 1000 + b * 100 + c * 10 + d;
  const month = e * 10 + f;
  const day = g * 10 + h;
  if (!isDay(year, month, day)) return -1;
  out.value = daysFromCivil(year, month, day) * DAY_MS;
  return start + 10;
}

function yearLast(
  bytes: Uint8Array,
  start: number,
  end: number,
  order: DateOrder,
  out: ParsedDate,
): number {
  const firstDigits = isDigit(bytes[start + 1]!) ? 2 : 1;
  const separator = bytes[start + firstDigits]!;
  if (separator !== 47 && separator !== 45 && separator !== 46) return -1;
  if (separator === 46 && order === 'mdy') return -1;
  const second = start + firstDigits + 1;
  const secondDigits = isDigit(bytes[second + 1]!) ? 2 : 1;
  const third = second + secondDigits + 1;
  if (third + 4 > end || bytes[third - 1] !== separator) return -1;
  const one = digits(bytes, start, firstDigits);
  const two = digits(bytes, second, secondDigits);
  const year = digits(bytes, third, 4);
  const [day, month] = order === 'dmy' ? [one, two] : [two, one];
  if (year < 0 || !isDay(year, month, day)) return -1;
  out.value = daysFromCivil(year, month, day) * DAY_MS;
  return third + 4;
}

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

/** The number of `count` digits, or -1. */
function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = bytes[i]! - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function addTime(bytes: Uint8Array, at: number, end: number, out: ParsedDate): boolean {
  const separator = bytes[at]!;
  if (separator !== 84 && separator !== 116 && separator !== 32) return false;
  at++;
  const hourDigits = isDigit(bytes[at + 1]!) ? 2 : 1;
  const hour = digits(bytes, at, hourDigits);
  at += hourDigits;
  if (at + 3 > end || bytes[at] !== 58) return false;
  const minute = digits(bytes, at + 1, 2);
  at += 3;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return false;
  let ms = (hour * 60 + minute) * 60_000;
  if (at < end && bytes[at] === 58) {
    const second = at + 3 <= end ? digits(bytes, at + 1, 2) : -1;
    if (second < 0 || second > 60) return false;
    at += 3;
    ms += second * 1000;
    if (at < end && (bytes[at] === 46 || bytes[at] === 44)) {
      let unit = 1000;
      const from = ++at;
      let fraction = 0;
      while (at < end && isDigit(bytes[at]!)) {
        if (unit > 0.001) {
          unit /= 10;
          fraction = fraction * 10 + (bytes[at]! - 48);
        }
        at++;
      }
      if (at === from) return false;
      ms += (fraction * 1000) / FRACTION_UNITS[Math.min(at - from, 6)]!;
    }
  }
  const zone = zoneOffset(bytes, at, end);
  if (zone !== zone) return false;
  out.value += ms - zone;
  return true;
}

const FRACTION_UNITS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];

/** Milliseconds to take off for `Z`, `+01:00`, `+0100`, `+01` or nothing; NaN for anything else. */
function zoneOffset(bytes: Uint8Array, at: number, end: number): number {
  if (at < end && bytes[at] === 32) at++;
  if (at === end) return 0;
  const sign = bytes[at]!;
  if (sign === 90 || sign === 122) return at + 1 === end ? 0 : NaN;
  if (sign !== 43 && sign !== 45) return NaN;
  const hours = at + 3 <= end ? digits(bytes, at + 1, 2) : -1;
  at += 3;
  if (at < end && bytes[at] === 58) at++;
  const minutes = at === end ? 0 : at + 2 === end ? digits(bytes, at, 2) : -1;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return NaN;
  return (sign === 45 ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
