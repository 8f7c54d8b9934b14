/** Evenly spaced rows of a dataset version. */

/** All rows where there are at most `most`, else that many, the first and evenly spaced ones after it. */
export function sampleRows(rows: number, most: number): Uint32Array {
  const count = Math.min(rows, most);
  return Uint32Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
}
