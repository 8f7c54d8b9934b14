/**
 * Columns that give the answer away. Honest columns can be very strong, so strength alone never
 * suffices: a leak must answer nearly every row on rows it was not fitted to, or be a single mark that
 * stands on one outcome only and on nearly all of it (a form that only leavers fill in).
 */
import type { Target } from '../target';
import type { ColumnFacts } from './column-facts';
import type { Leak } from './leak-evidence';
import { coversNumber } from './leak-number';
import { coversClasses } from './leak-classes';
import { marksOneClass } from './leak-mark';

/** @returns null where the column does not give the target away */
export function findLeak(facts: ColumnFacts, target: Target): Leak | null {
  if (facts.present === 0) return null;
  if (target.type === 'number') return coversNumber(facts, target.values);
  return marksOneClass(facts, target) ?? coversClasses(facts, target);
}
