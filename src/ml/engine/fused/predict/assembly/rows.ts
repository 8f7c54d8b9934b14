/** Rows into groups of four, and out of them. */

/** rows f32 [4 * groups][inputs] to x f64 [groups][inputs][4] */
export function gather(rows: usize, x: usize, inputs: u32, groups: u32): void {
  const pitch = (<usize>inputs) << 2;
  for (let group: u32 = 0; group < groups; group++, rows += 3 * pitch) {
    const end = rows + pitch;
    for (; rows < end; rows += 4, x += 32) {
      store<f64>(x, <f64>load<f32>(rows));
      store<f64>(x, <f64>load<f32>(rows + pitch), 8);
      store<f64>(x, <f64>load<f32>(rows + 2 * pitch), 16);
      store<f64>(x, <f64>load<f32>(rows + 3 * pitch), 24);
    }
  }
}

/** x f64 [groups][outputs][4] to out f64 [4 * groups][outputs] */
export function scatter(x: usize, out: usize, outputs: u32, groups: u32): void {
  const pitch = (<usize>outputs) << 3;
  for (let group: u32 = 0; group < groups; group++, out += 3 * pitch) {
    const end = out + pitch;
    for (; out < end; out += 8, x += 32) {
      store<f64>(out, load<f64>(x));
      store<f64>(out + pitch, load<f64>(x, 8));
      store<f64>(out + 2 * pitch, load<f64>(x, 16));
      store<f64>(out + 3 * pitch, load<f64>(x, 24));
    }
  }
}
