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

/** Columns of a block, and bytes of each of its lines: those of a line of the cache. */
export const BLOCK: u32 = 16;
export const BLOCK_BYTES: usize = 64;

/** `columns` (at most 16) of `k` lines of `a`, which has lines of whole fours, close together. */
export function packBlock(a: usize, pitch: usize, k: u32, columns: u32, block: usize): void {
  const end = block + <usize>k * BLOCK_BYTES;
  if (columns == BLOCK) {
    for (; block < end; block += BLOCK_BYTES, a += pitch) {
      v128.store(block, v128.load(a));
      v128.store(block, v128.load(a, 16), 16);
      v128.store(block, v128.load(a, 32), 32);
      v128.store(block, v128.load(a, 48), 48);
    }
    return;
  }
  const bytes = ((<usize>(columns + 3)) >> 2) << 4;
  for (; block < end; block += BLOCK_BYTES, a += pitch) {
    for (let at: usize = 0; at < bytes; at += 16) v128.store(block + at, v128.load(a + at));
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
