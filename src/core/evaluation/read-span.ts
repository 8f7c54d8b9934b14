/** A stretch of time as a person writes it: the way back from span-words.ts. */
const UNITS: Readonly<Record<string, number>> = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};
/** As long as windows of time may be. */
const LONGEST = 1e13;

/**
 * "7 days" -> 604,800,000 milliseconds, a whole number from 1; months and years are not, since they differ in length.
 * @returns null where it is no such span
 */
export function readSpan(text: string): number | null {
  const found = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+?)s?\s*$/.exec(text);
  const unit = found && Object.hasOwn(UNITS, found[2]!) ? UNITS[found[2]!]! : null;
  if (unit === null) return null;
  const span = Math.round(Number(found![1]) * unit);
  return span >= 1 && span <= LONGEST ? span : null;
}

/** What reads back as exactly that span (whole milliseconds), in the largest unit up to days that allows it: 5,400,000 -> "90 minutes". */
export function writeSpan(milliseconds: number): string {
  const [unit, length] = Object.entries(UNITS).find(
    ([name, each]) => name !== 'week' && milliseconds % each === 0,
  ) ?? ['millisecond', 1];
  const count = milliseconds / length;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
