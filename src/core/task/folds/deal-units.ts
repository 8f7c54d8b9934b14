/** How units are dealt to folds of equal size; FOLDS.md section 2. */
import { unitSize, type Units } from '../parts/units';
import { absorbWord, absorbWords, finish, startLanes, type Lanes } from '../parts/word-hash';
import type { Target } from '../target';

/** Learnt from by every fold, judged by none. */
export const NOBODY = -1;

/** Keys hashed anew with a seed and further words. */
export function keysAnew({ high, low }: Lanes, seed: number, words: readonly number[]): Lanes {
  const lanes = startLanes(high.length, seed >>> 0, Math.floor(seed / 4294967296) >>> 0);
  absorbWords(lanes, high);
  absorbWords(lanes, low);
  for (const word of words) absorbWord(lanes, word);
  finish(lanes, 2 + words.length);
  return lanes;
}

/** The fold of each unit; within each stratum units are taken as they come. */
export function dealUnits(units: Units, strata: number[][], count: number): Int32Array {
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

/** Gives a unit to nobody for each class that is in one fold only. */
export function spareLoneClasses(
  units: Units,
  folded: Int32Array,
  target: Target,
  count: number,
): void {
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
