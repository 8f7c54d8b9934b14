/** Milliseconds since 1970 UTC as the text that date inputs take; empty outside the years 1 to 9999. */
function iso(ms: number, length: number): string {
  const date = new Date(ms);
  const text = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  return /^\d{4}-/.test(text) ? text.slice(0, length) : '';
}

export function isoDay(ms: number): string {
  return iso(ms, '2019-01-04'.length);
}

export function isoMinute(ms: number): string {
  return iso(ms, '2019-01-04T10:30'.length);
}
