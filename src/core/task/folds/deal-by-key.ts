/** Folds by the hash of the rows' keys; FOLDS.md sections 1 and 2. */
import { LoamError } from '../../errors';
import type { Fold, FoldPlan } from '../folds';
import { strataOf } from '../parts/strata';
import { unitsOf, unitSize, type Units } from '../parts/units';
import { absorbWord, absorbWords, finish, startLanes, type Lanes } from '../parts/word-hash';
import type { Target } from '../target';

type KeyPlan = Exclude<FoldPlan, { by: 'time' }>;

/** Learnt from by every fold, judged by none. */
const NOBODY = -1;

/** @param dealt 1 per row that is dealt, else 0 */
export function dealByKey(plan: KeyPlan, dealt: Uint8Array, target: Target, keys: Lanes): Fold[] {
  const folds: Fold[] = [];
  for (let repeat = 0; repeat < plan.repeats; repeat++) {
    const units = unitsOf(keysAnew(keys, plan.seed, repeat), dealt);
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

function keysAnew({ high, low }: Lanes, seed: number, repeat: number): Lanes {
  const lanes = startLanes(high.length, seed >>> 0, Math.floor(seed / 4294967296) >>> 0);
  absorbWords(lanes, high);
  absorbWords(lanes, low);
  absorbWord(lanes, repeat);
  finish(lanes, 3);
  return lanes;
}

/** The fold of each unit. */
function dealUnits(units: Units, strata: number[][], count: number): Int32Array {
  const folded = new Int32Array(units.count);
  const all = new Float64Array(count);
  for (const stratum of strata) {
    const own = new Float64Array(count);
    for (const unit of stratum) {
      let to = 0;
      for (let f = 1; f < count; f++) {
        if (own[f]! < own[to]! || (own[f] === own[to] && all[f]! < all[to]!)) to = f;
      }
      folded[unit] = to;
      own[to]! += unitSize(units, unit);
      all[to]! += unitSize(units, unit);
    }
  }
  return folded;
}

/** Takes a unit out of judging for each class that is in one fold only. */
function spareLoneClasses(units: Units, folded: Int32Array, target: Target, count: number): void {
  if (target.type === 'number') return;
  const { codes, classes } = target;
  const unseen = -1;
  const several = count;
  const foldOfClass = new Int32Array(classes.length).fill(unseen);
  const firstUnit = new Int32Array(classes.length);
  for (let u = 0; u < units.count; u++) {
    for (let i = units.start[u]!; i < units.start[u + 1]!; i++) {
      const code = codes[units.order[i]!]!;
      if (foldOfClass[code] === unseen) {
        foldOfClass[code] = folded[u]!;
        firstUnit[code] = u;
      } else if (foldOfClass[code] !== folded[u]) foldOfClass[code] = several;
    }
  }
  foldOfClass.forEach((fold, code) => {
    if (fold !== unseen && fold !== several) folded[firstUnit[code]!] = NOBODY;
  });
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
