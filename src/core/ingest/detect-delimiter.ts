/**
 * Which delimiter splits the first records best: most records with as many cells as the usual record,
 * the first one among them, and cells that hold no other delimiter (a decimal comma does not count).
 */
import { sampleRecords, type Head } from './sample-records';
import type { Delimiter } from './types';

export const DELIMITERS: readonly Delimiter[] = [',', '\t', ';', '|'];
const RECORDS = 200;
const DECIMAL_COMMA = /^\s*[+-]?\d+,\d+\s*$/;

/** Comma where no delimiter splits anything. */
export function detectDelimiter(head: Head): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const score = scoreOf(head, delimiter);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function scoreOf(head: Head, delimiter: Delimiter): number {
  // Looked for at once: most files hold one of the four only.
  if (!head.bytes.subarray(0, head.end).includes(delimiter.charCodeAt(0))) return 0;
  let records: string[][];
  try {
    records = sampleRecords(head, delimiter.charCodeAt(0), RECORDS);
  } catch {
    return 0;
  }
  const cells = usualLength(records);
  if (cells < 2) return 0;
  const regular = records.filter((record) => record.length === cells).length / records.length;
  const headed = records[0]!.length === cells || records[0]!.length === cells - 1 ? 1 : 0.5;
  const all = records.flat();
  const clean = all.filter((cell) => isClean(cell, delimiter)).length / all.length;
  // More cells decide only between delimiters that are otherwise alike.
  return regular * headed * clean + Math.min(cells, 100) * 1e-4;
}

function isClean(cell: string, delimiter: Delimiter): boolean {
  if (delimiter !== ',' && DECIMAL_COMMA.test(cell)) return true;
  return !DELIMITERS.some((other) => other !== delimiter && cell.includes(other));
}

/** The most frequent count of cells; of equally frequent ones the larger. */
export function usualLength(records: readonly string[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  let usual = 0;
  let most = 0;
  for (const [length, count] of counts) {
    if (count > most || (count === most && length > usual)) [usual, most] = [length, count];
  }
  return usual;
}
