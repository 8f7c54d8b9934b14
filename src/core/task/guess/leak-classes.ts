/** Whether one column alone names the class of nearly every row. */
import { asBins } from './column-bins';
import type { ColumnFacts } from './column-facts';
import { isFitRow, type Leak } from './leak-evidence';
import { plainShare } from './plain-share';
import type { Target } from '../target';

type Classes = Extract<Target, { type: 'classes' }>;

/** Share of the mistakes of guessing the most frequent class that the column must remove. */
const REMOVED = 0.985;
/** A measurement may separate classes in few rows by itself; a label may not. */
const LEAST_ROWS = { label: 40, measurement: 1000 } as const;
const LEAST_OTHERS = 10;

function mostFrequent(counts: Float64Array, at: number, width: number): number {
  let best = 0;
  for (let c = 1; c < width; c++) if (counts[at + c]! > counts[at + best]!) best = c;
  return best;
}

/**
 * Fits the most frequent class per value (or narrow range of values) on one half of the rows, and counts
 * mistakes on the other half.
 */
export function coversClasses(facts: ColumnFacts, target: Classes): Leak | null {
  const width = target.classes.length;
  const { bins, count } = asBins(facts);
  const table = new Float64Array((count + 1) * width);
  const totals = new Float64Array(width);
  for (let row = 0; row < facts.rows; row++) {
    const y = target.codes[row]!;
    if (y < 0 || !isFitRow(row)) continue;
    table[bins[row]! * width + y]!++;
    totals[y]!++;
  }
  const usual = mostFrequent(totals, 0, width);
  const answers = Array.from({ length: count + 1 }, (_, bin) => {
    const best = mostFrequent(table, bin * width, width);
    return table[bin * width + best]! > 0 ? best : usual;
  });
  let rows = 0;
  let wrong = 0;
  let others = 0;
  for (let row = 0; row < facts.rows; row++) {
    const y = target.codes[row]!;
    if (y < 0 || isFitRow(row)) continue;
    rows++;
    if (y !== usual) others++;
    if (answers[bins[row]!] !== y) wrong++;
  }
  const measurement = facts.column.kind === 'numeric' && facts.distinct > Math.max(10, 2 * width);
  const needed = measurement ? LEAST_ROWS.measurement : LEAST_ROWS.label;
  if (rows * 2 < needed || others < LEAST_OTHERS) return null;
  if (1 - wrong / others < REMOVED) return null;
  return { why: `alone gives the right answer for ${plainShare(1 - wrong / rows)} of rows` };
}
