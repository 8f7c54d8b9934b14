/** Parts of a UTC instant, from milliseconds since 1970. Civil calendar after Hinnant, "days_from_civil". */
import { cos, sin } from '../math';
import type { FittedDatePart } from '../model/types';
import type { PlainDatePart } from '../recipe/types';

const DAY_MS = 86_400_000;

interface CivilDay {
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
}

function civilDay(days: number): CivilDay {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** Year, month (1-12), day (1-31), weekday (Monday 0 to Sunday 6), hour (0-23), or days since 1970 with fraction. */
export function datePart(part: PlainDatePart, ms: number): number {
  const days = Math.floor(ms / DAY_MS);
  switch (part) {
    case 'year':
      return civilDay(days).year;
    case 'month':
      return civilDay(days).month;
    case 'day':
      return civilDay(days).day;
    case 'weekday':
      return (((days + 3) % 7) + 7) % 7;
    case 'hour':
      return Math.floor((ms - days * DAY_MS) / 3_600_000);
    case 'elapsed-days':
      return ms / DAY_MS;
    default:
      throw part satisfies never;
  }
}

const TURN = 6.283185307179586;
/** Mean length of a year, in days. */
const YEAR_DAYS = 365.25;

/** By month, 1 to 12, in a year that is no leap year. */
const DAYS_BEFORE = Uint16Array.of(0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334);

/** Days since the first of January, from 0. */
function dayOfYear(ms: number): number {
  const days = Math.floor(ms / DAY_MS);
  const { year, month, day } = civilDay(days);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return DAYS_BEFORE[month]! + day - 1 + (leap && month > 2 ? 1 : 0);
}

/** Where in its cycle, from 0 to below 1. */
function placeInCycle(cycle: 'month' | 'day-of-year' | 'weekday' | 'hour', ms: number): number {
  switch (cycle) {
    case 'month':
      return (datePart('month', ms) - 1) / 12;
    case 'day-of-year':
      return dayOfYear(ms) / YEAR_DAYS;
    case 'weekday':
      return datePart('weekday', ms) / 7;
    case 'hour':
      return datePart('hour', ms) / 24;
    default:
      throw cycle satisfies never;
  }
}

/** A plain part, or sine or cosine of the place in a cycle. */
export function fittedDatePart(part: FittedDatePart, ms: number): number {
  switch (part) {
    case 'month-sin':
      return sin(TURN * placeInCycle('month', ms));
    case 'month-cos':
      return cos(TURN * placeInCycle('month', ms));
    case 'day-of-year-sin':
      return sin(TURN * placeInCycle('day-of-year', ms));
    case 'day-of-year-cos':
      return cos(TURN * placeInCycle('day-of-year', ms));
    case 'weekday-sin':
      return sin(TURN * placeInCycle('weekday', ms));
    case 'weekday-cos':
      return cos(TURN * placeInCycle('weekday', ms));
    case 'hour-sin':
      return sin(TURN * placeInCycle('hour', ms));
    case 'hour-cos':
      return cos(TURN * placeInCycle('hour', ms));
    default:
      return datePart(part, ms);
  }
}
