/** Scores in the module's memory, f64 [outputs][rows]; everywhere else outputs are [rows, outputs]. */

export function readScores(
  { buffer }: WebAssembly.Memory,
  at: number,
  outputs: number,
  rows: number,
): Float64Array {
  const scores = new Float64Array(buffer, at, outputs * rows);
  const out = new Float64Array(scores.length);
  for (let c = 0; c < outputs; c++) {
    for (let row = 0; row < rows; row++) out[row * outputs + c] = scores[c * rows + row]!;
  }
  return out;
}

/** @param values [rows, outputs] */
export function writeScores(
  { buffer }: WebAssembly.Memory,
  at: number,
  outputs: number,
  values: Float64Array,
): void {
  const scores = new Float64Array(buffer, at, values.length);
  const rows = values.length / outputs;
  for (let c = 0; c < outputs; c++) {
    for (let row = 0; row < rows; row++) scores[c * rows + row] = values[row * outputs + c]!;
  }
}

/** Every row of an output gets its value. */
export function fillScores(
  { buffer }: WebAssembly.Memory,
  at: number,
  rows: number,
  values: number[],
): void {
  values.forEach((value, output) => {
    new Float64Array(buffer, at + 8 * rows * output, rows).fill(value);
  });
}
