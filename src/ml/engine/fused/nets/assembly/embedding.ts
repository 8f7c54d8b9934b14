/**
 * Embedding: a code is a row of the table. Codes are whole numbers from 0 to vocabulary - 1; everything
 * else, NaN included, is the last row.
 */
import { addLanes } from './lanes';

function codeOf(value: f32, vocabulary: u32): u32 {
  // A comparison with NaN is false.
  if (value >= 0 && value < <f32>vocabulary && floor<f32>(value) == value) return <u32>value;
  return vocabulary;
}

/** y [rows][length, size] of rows from..to - 1 from codes x [rows][length]. */
export function embeddingForward(
  x: usize,
  xPitch: u32,
  length: u32,
  vocabulary: u32,
  size: u32,
  table: usize,
  y: usize,
  yPitch: u32,
  from: u32,
  to: u32,
): void {
  const bytes = (<usize>size) << 2;
  for (let row = from; row < to; row++) {
    const codes = x + <usize>row * <usize>xPitch;
    let output = y + <usize>row * <usize>yPitch;
    for (let i: u32 = 0; i < length; i++) {
      const code = codeOf(load<f32>(codes + (i << 2)), vocabulary);
      memory.copy(output, table + <usize>code * bytes, bytes);
      output += bytes;
    }
  }
}

/**
 * Gradient of the table [vocabulary + 1, size] over rows 0..rows - 1, of groups from..to - 1 of four
 * columns: what each place of each row gives, in this order.
 */
export function embeddingGradient(
  x: usize,
  xPitch: u32,
  length: u32,
  vocabulary: u32,
  size: u32,
  dy: usize,
  dyPitch: u32,
  gradient: usize,
  rows: u32,
  from: u32,
  to: u32,
): void {
  const bytes = (<usize>size) << 2;
  const first = (<usize>from) << 4;
  const end = (<usize>min(to << 2, size)) << 2;
  for (let code: u32 = 0; code <= vocabulary; code++) {
    memory.fill(gradient + <usize>code * bytes + first, 0, end - first);
  }
  for (let row: u32 = 0; row < rows; row++) {
    const codes = x + <usize>row * <usize>xPitch;
    let slope = dy + <usize>row * <usize>dyPitch;
    for (let i: u32 = 0; i < length; i++) {
      const code = codeOf(load<f32>(codes + (i << 2)), vocabulary);
      const target = gradient + <usize>code * bytes;
      for (let at = first; at < end; at += 16) {
        addLanes(target + at, v128.load(slope + at), <i32>((end - at) >> 2));
      }
      slope += bytes;
    }
  }
}
