/** Rows that say when to stop learning, out of those that a fold learns from; FOLDS.md section 4. */
import { dealUnits, keysAnew, spareLoneClasses } from './folds/deal-units';
import type { Fold } from './folds';
import { strataOf } from './parts/strata';
import { unitsOf } from './parts/units';
import type { Lanes } from './parts/word-hash';
import type { Target } from './target';

/** Rows that are enough to stop by, where there are several times as many. */
const ENOUGH = 20;
/** One row in so many at most, and at least. */
const FEW = 3;
const MANY = 8;

/** Ascending; empty where the rows are too few units to be divided. Every class is left to learn from. */
export function holdOut(
  { number, learn }: Pick<Fold, 'number' | 'learn'>,
  target: Target,
  keys: Lanes,
): Uint32Array {
  const include = new Uint8Array(keys.high.length);
  for (const row of learn) include[row] = 1;
  const units = unitsOf(keysAnew(keys, 0, [number, 1]), include);
  const count = Math.max(FEW, Math.min(MANY, Math.floor(learn.length / ENOUGH)));
  if (units.count < count) return new Uint32Array(0);
  const folded = dealUnits(units, strataOf(units, target), count);
  spareLoneClasses(units, folded, target, count);
  const held: number[] = [];
  for (let u = 0; u < units.count; u++) {
    if (folded[u] !== 0) continue;
    for (let i = units.start[u]!; i < units.start[u + 1]!; i++) held.push(units.order[i]!);
  }
  return Uint32Array.from(held).sort();
}
