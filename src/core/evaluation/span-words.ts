import { plainNumber } from './plain-number';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;
const DIGITS = 3;

/** A stretch of time: 604,800,000 -> "7 days", 5,400,000 -> "1.5 hours". @param milliseconds above 0 */
export function spanWords(milliseconds: number): string {
  const [unit, length] = UNITS.find(([, each]) => milliseconds >= each) ?? ['millisecond', 1];
  const count = plainNumber(milliseconds / length, DIGITS);
  return `${count} ${unit}${count === '1' ? '' : 's'}`;
}
