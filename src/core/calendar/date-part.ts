/** Parts of a UTC instant, from milliseconds since 1970. Civil calendar after Hinnant, "days_from_civil". */
import type { DatePart } from '../recipe/types';

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
export function datePart(part: DatePart, ms: number): number {
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
