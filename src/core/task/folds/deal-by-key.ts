/** Folds by the hash of the rows' keys; FOLDS.md sections 1 and 2. */
import { LoamError } from '../../errors';
import type { Fold, FoldPlan } from '../folds';
import { strataOf } from '../parts/strata';
import { unitsOf, type Units } from '../parts/units';
import type { Lanes } from '../parts/word-hash';
import type { Target } from '../target';
import { dealUnits, keysAnew, NOBODY, spareLoneClasses } from './deal-units';

type KeyPlan = Exclude<FoldPlan, { by: 'time' }>;

/** @param dealt 1 per row that is dealt, else 0 */
export function dealByKey(plan: KeyPlan, dealt: Uint8Array, target: Target, keys: Lanes): Fold[] {
  const folds: Fold[] = [];
  for (let repeat = 0; repeat < plan.repeats; repeat++) {
    const units = unitsOf(keysAnew(keys, plan.seed, [repeat]), dealt);
    if (units.count < plan.count) {
      throw new LoamError('fold-empty', { units: units.count, count: plan.count });
    }
    const strata =
      plan.by === 'stratified' ? strataOf(units, target) : [Array.from(units.low, (_, u) => u)];
    const folded = dealUnits(units, strata, plan.count);
    spareLoneClasses(units, folded, target, plan.count);
    folds.push(...foldsOf(units, folded, dealt, plan.count, repeat));
  }
  return folds;
}

function foldsOf(
  units: Units,
  folded: Int32Array,
  dealt: Uint8Array,
  count: number,
  repeat: number,
): Fold[] {
  const ofRow = new Int32Array(dealt.length).fill(NOBODY);
  for (let u = 0; u < units.count; u++) {
    for (let i = units.start[u]!; i < units.start[u + 1]!; i++) ofRow[units.order[i]!] = folded[u]!;
  }
  return Array.from({ length: count }, (_, f) => {
    let judged = 0;
    for (const fold of ofRow) if (fold === f) judged++;
    const judge = new Uint32Array(judged);
    const learn = new Uint32Array(units.order.length - judged);
    let j = 0;
    let l = 0;
    for (let row = 0; row < dealt.length; row++) {
      if (!dealt[row]) continue;
      if (ofRow[row] === f) judge[j++] = row;
      else learn[l++] = row;
    }
    return { number: repeat * count + f, repeat, learn, judge };
  });
}
