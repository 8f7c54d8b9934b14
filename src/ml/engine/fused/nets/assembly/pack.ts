/**
 * The right side of a product, packed into panels of 8 columns: a tile then reads it from one end to the
 * other.
 */
import { storeLanes } from './lanes';

/** Columns of a panel, and bytes of each of its lines. */
export const PANEL: u32 = 8;
export const PANEL_BYTES: usize = 32;

/** Columns first..first + 7 of `b`, lines of `pitch` bytes, zeros past the last column. */
export function packColumns(
  b: usize,
  pitch: usize,
  k: u32,
  first: u32,
  columns: u32,
  panel: usize,
): void {
  let source = b + ((<usize>first) << 2);
  const count = columns - first;
  const end = panel + <usize>k * PANEL_BYTES;
  if (count >= PANEL) {
    for (; panel < end; panel += PANEL_BYTES, source += pitch) {
      v128.store(panel, v128.load(source));
      v128.store(panel, v128.load(source, 16), 16);
    }
    return;
  }
  for (; panel < end; panel += PANEL_BYTES, source += pitch) {
    v128.store(panel, f32x4.splat(0));
    v128.store(panel, f32x4.splat(0), 16);
    storeLanes(panel, v128.load(source), <i32>count);
    storeLanes(panel + 16, v128.load(source, 16), <i32>count - 4);
  }
}

/** The same of the transpose of `b`: line k of the panel holds column k of eight lines of `b`. */
export function packLines(
  b: usize,
  pitch: usize,
  k: u32,
  first: u32,
  lines: u32,
  panel: usize,
): void {
  for (let i: u32 = 0; i < PANEL; i++) {
    let target = panel + ((<usize>i) << 2);
    const end = target + <usize>k * PANEL_BYTES;
    if (first + i >= lines) {
      for (; target < end; target += PANEL_BYTES) store<f32>(target, 0);
      continue;
    }
    let source = b + <usize>(first + i) * pitch;
    for (; target < end; target += PANEL_BYTES, source += 4) {
      store<f32>(target, load<f32>(source));
    }
  }
}
