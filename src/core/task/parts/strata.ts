/** Sets of units that each part should hold its share of: classes, or bins of a numeric target. */
import type { Target } from '../target';
import { unitSize, type Units } from './units';

const MOST_BINS = 10;
const UNITS_PER_BIN = 5;

function classOf(units: Units, unit: number, codes: Int32Array): number {
  const counts = new Map<number, number>();
  for (let i = units.start[unit]!; i < units.start[unit + 1]!; i++) {
    const code = codes[units.order[i]!]!;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let best = -1;
  let most = 0;
  for (const [code, count] of counts) {
    if (count > most || (count === most && code < best)) [best, most] = [code, count];
  }
  return best;
}

function classStrata(units: Units, codes: Int32Array, classes: number): number[][] {
  const strata: number[][] = Array.from({ length: classes }, () => []);
  for (let u = 0; u < units.count; u++) {
    const code =
      unitSize(units, u) === 1 ? codes[units.order[units.start[u]!]!]! : classOf(units, u, codes);
    strata[code]!.push(u);
  }
  return strata;
}

function binStrata(units: Units, values: Float64Array): number[][] {
  const least = new Float64Array(units.count).fill(Infinity);
  for (let u = 0; u < units.count; u++) {
    for (let i = units.start[u]!; i < units.start[u + 1]!; i++) {
      least[u] = Math.min(least[u]!, values[units.order[i]!]!);
    }
  }
  const byValue = Uint32Array.from({ length: units.count }, (_, u) => u);
  byValue.sort((x, y) => least[x]! - least[y]! || x - y);
  const bins = Math.max(1, Math.min(MOST_BINS, Math.floor(units.count / UNITS_PER_BIN)));
  const strata: number[][] = Array.from({ length: bins }, () => []);
  byValue.forEach((unit, i) => strata[Math.floor((i * bins) / units.count)]!.push(unit));
  for (const stratum of strata) stratum.sort((x, y) => x - y);
  return strata;
}

/** Unit numbers per stratum, ascending by key within each. */
export function strataOf(units: Units, target: Target): number[][] {
  return target.type === 'classes'
    ? classStrata(units, target.codes, target.classes.length)
    : binStrata(units, target.values);
}
