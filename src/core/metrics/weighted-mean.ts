/** The mean of `perRow`, each row counted `counts[row]` times; NaN where nothing is counted. */
export function weightedMean(perRow: Float64Array, counts: Int32Array): number {
  let sum = 0;
  let rows = 0;
  for (let i = 0; i < perRow.length; i++) {
    const count = counts[i]!;
    sum += perRow[i]! * count;
    rows += count;
  }
  return sum / rows;
}
