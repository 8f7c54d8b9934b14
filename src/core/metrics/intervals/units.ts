/** Rows that belong together (of one customer, say): they are drawn or left out as one. */
export interface Units {
  /** The unit of each row, from 0 to `count` - 1. */
  of: Uint32Array;
  count: number;
}

/**
 * Units from a key per row; null where every row has a key of its own, so that rows are drawn by themselves.
 * @param keys equal where rows belong together
 */
export function unitsOf(keys: ArrayLike<string | number>): Units | null {
  const known = new Map<string | number, number>();
  const of = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    let unit = known.get(key);
    if (unit === undefined) {
      unit = known.size;
      known.set(key, unit);
    }
    of[i] = unit;
  }
  return known.size === keys.length ? null : { of, count: known.size };
}

/** The groups of some of the rows; null where each of these has one of its own. */
export function unitsAmong({ of }: Units, rows: Uint32Array): Units | null {
  return unitsOf(rows.map((row) => of[row]!));
}

/**
 * What each unit adds to a mean over rows: their mean is that mean, and their variance over the number of units is its own
 * where whole units are drawn, units of many rows weighing more (the linearised ratio: W. G. Cochran, "Sampling techniques",
 * 1977, section 9.7).
 * @param perRow what the mean is of
 */
export function overUnits(perRow: ArrayLike<number>, { of, count }: Units): Float64Array {
  const rows = perRow.length;
  let mean = 0;
  for (let i = 0; i < rows; i++) mean += perRow[i]! / rows;
  const parts = new Float64Array(count).fill(mean);
  for (let i = 0; i < rows; i++) parts[of[i]!]! += (count / rows) * (perRow[i]! - mean);
  return parts;
}
