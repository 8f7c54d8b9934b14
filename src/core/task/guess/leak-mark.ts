/** A mark that stands on one class only: being filled in, being empty, or one certain value. */
import type { Target } from '../target';
import type { ColumnFacts } from './column-facts';
import { plainShare } from './plain-share';
import type { Leak } from './leak-evidence';

type Classes = Extract<Target, { type: 'classes' }>;

/** A mark on fewer rows proves nothing. */
const LEAST_ROWS = 20;
/** The class may hold at most this share of all rows, or a mark on it says little. */
const MOST_BASE = 0.6;

interface Mark {
  /** Rows of each class that carry it. */
  byClass: Float64Array;
  says: string;
  /** Being filled in or left empty is rarely a measurement, so less is asked of it. */
  presence: boolean;
}

function marksOf(facts: ColumnFacts, target: Classes): Mark[] {
  const width = target.classes.length;
  const blank = () => new Float64Array(width);
  const filled: Mark = { byClass: blank(), says: 'is filled in', presence: true };
  const empty: Mark = { byClass: blank(), says: 'is empty', presence: true };
  const { column } = facts;
  const values: Mark[] = [];
  if (column.kind === 'coded' && facts.distinct <= 1000) {
    for (const text of column.dictionary) {
      values.push({ byClass: blank(), says: `is “${text}”`, presence: false });
    }
  }
  const byNumber = new Map<number, Mark>();
  const few = column.kind === 'numeric' && facts.distinct <= 20;
  for (let row = 0; row < facts.rows; row++) {
    const y = target.codes[row]!;
    if (y < 0) continue;
    const value = column.kind === 'numeric' ? column.values[row]! : column.codes[row]!;
    const missing = column.kind === 'numeric' ? Number.isNaN(value) : value < 0;
    (missing ? empty : filled).byClass[y]!++;
    if (missing) continue;
    if (column.kind === 'coded') {
      const mark = values[value];
      if (mark) mark.byClass[y]!++;
    } else if (few) {
      let mark = byNumber.get(value);
      if (!mark)
        byNumber.set(value, (mark = { byClass: blank(), says: `is ${value}`, presence: false }));
      mark.byClass[y]!++;
    }
  }
  const presence = facts.present < facts.rows ? [filled, empty] : [];
  return [...presence, ...values, ...byNumber.values()];
}

function isLeak(mark: Mark, inClass: number, inRest: number, of: number, rest: number): boolean {
  const marked = inClass + inRest;
  const precision = inClass / marked;
  const recall = inClass / of;
  const stray = rest > 0 ? inRest / rest : 1;
  if (mark.presence)
    return (precision >= 0.98 && recall >= 0.5) || (recall >= 0.8 && stray <= 0.03);
  return recall >= 0.9 && stray <= 0.01 && precision >= 0.9;
}

export function marksOneClass(facts: ColumnFacts, target: Classes): Leak | null {
  const marks = marksOf(facts, target);
  const totals = new Float64Array(target.classes.length);
  for (const y of target.codes) if (y >= 0) totals[y]!++;
  const all = totals.reduce((a, b) => a + b, 0);
  // Where a measurement takes few values, several classes may each have their own: only two-sided marks count.
  const singles = facts.distinct <= 2 ? marks : marks.filter((mark) => mark.presence);
  for (const mark of singles) {
    const marked = mark.byClass.reduce((a, b) => a + b, 0);
    if (marked < LEAST_ROWS) continue;
    for (let c = 0; c < totals.length; c++) {
      const inClass = mark.byClass[c]!;
      if (totals[c]! > MOST_BASE * all || totals[c]! < LEAST_ROWS) continue;
      if (!isLeak(mark, inClass, marked - inClass, totals[c]!, all - totals[c]!)) continue;
      const recall = plainShare(inClass / totals[c]!);
      return { why: `${mark.says} for ${recall} of ${target.classes[c]} and hardly anyone else` };
    }
  }
  return null;
}
