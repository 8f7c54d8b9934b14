/** Gives every unit a part so that each stratum holds its shares; PARTS.md section 4, stratified. */
import { PART_CODE } from '../types';
import { unitSize, type Units } from './units';

export interface Shares {
  validation: number;
  test: number;
}

const UNDEALT = -1;
/** A stratum with this many units sends at least one of them to the part. */
const UNITS_DUE = { test: 3, validation: 2 } as const;

/** Part codes per unit; `before` holds the parts that units keep, -1 for the others. */
export function dealStrata(
  units: Units,
  strata: number[][],
  shares: Shares,
  before: Int16Array,
): Int16Array {
  const parts = Int16Array.from(before);
  const rowsIn = (stratum: number[], part: number) =>
    stratum.reduce((sum, u) => sum + (parts[u] === part ? unitSize(units, u) : 0), 0);

  for (const part of ['test', 'validation'] as const) {
    const share = shares[part];
    if (share === 0) continue;
    const code = PART_CODE[part];
    let seen = 0;
    let given = 0;
    for (const stratum of strata) {
      const rows = stratum.reduce((sum, u) => sum + unitSize(units, u), 0);
      seen += rows;
      const due = stratum.length >= UNITS_DUE[part];
      const fair = Math.max(
        Math.floor(rows * share),
        Math.min(Math.ceil(rows * share), Math.round(seen * share) - given),
      );
      const want = due ? Math.max(1, fair) : Math.min(fair, 0);
      const free = stratum.filter((u) => parts[u] === UNDEALT);
      const holdsValidation = shares.validation === 0 || rowsIn(stratum, PART_CODE.validation) > 0;
      const reserve =
        (rowsIn(stratum, PART_CODE.train) > 0 ? 0 : 1) +
        (part === 'test' && !holdsValidation ? 1 : 0);
      let spare = free.length - reserve;
      let got = rowsIn(stratum, code);
      for (const u of free) {
        if (spare <= 0 || got >= want) break;
        if (got + unitSize(units, u) > want) continue;
        parts[u] = code;
        got += unitSize(units, u);
        spare--;
      }
      if (got === 0 && due && spare > 0) {
        const least = free.reduce((a, b) => (unitSize(units, b) < unitSize(units, a) ? b : a));
        parts[least] = code;
        got = unitSize(units, least);
      }
      given += got;
    }
  }
  return parts.map((part) => (part === UNDEALT ? PART_CODE.train : part));
}
