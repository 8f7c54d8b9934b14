/** What the searches for leaks share: their answer, and which rows they fit on. */

export interface Leak {
  /** The end of a sentence that starts with the column's name. */
  why: string;
}

/** Half of the rows, by a mix of the row number, so that sorted files are halved fairly. */
export function isFitRow(row: number): boolean {
  const h = Math.imul(row + 1, 0x9e3779b1);
  return ((h ^ (h >>> 15)) & 1) === 0;
}
