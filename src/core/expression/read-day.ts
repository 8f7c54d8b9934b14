import { daysFromCivil } from '../ingest/parse-date';
import { datePart } from '../calendar/date-part';

const DAY_MS = 86_400_000;

/** Milliseconds since 1970 UTC of `2026-01-31`; NaN where that is no day of the calendar. */
export function readDay(text: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return NaN;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  if (month < 1 || month > 12) return NaN;
  const ms = daysFromCivil(year, month, day) * DAY_MS;
  const same = datePart('day', ms) === day && datePart('month', ms) === month;
  return same ? ms : NaN;
}
