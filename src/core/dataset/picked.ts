/**
 * Values of some rows, and columns of a matrix. `from` with a function says the same, but it makes an object per
 * value, which costs ten times as much and keeps the collector of garbage busy beside.
 */

export function picked(values: Float64Array, rows: Uint32Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

/** @param codes none of these rows' is below 0 */
export function pickedCodes(codes: Int32Array, rows: Uint32Array): Uint32Array<ArrayBuffer> {
  const out = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = codes[rows[i]!]!;
  return out;
}

/** Column `at` of a matrix [rows, width]. */
export function matrixColumn(
  matrix: Float64Array,
  width: number,
  at: number,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(Math.floor(matrix.length / width));
  for (let i = 0; i < out.length; i++) out[i] = matrix[i * width + at]!;
  return out;
}
