/**
 * Where a window slides, as laid out in memory by the host (../lay-conv.ts). Rows are [height, width,
 * channels] without gaps. A row is `staged` (copied, with zeros around it) where the window reaches past
 * its edge; every place of the window then is one offset into the row, and every tap another.
 */

@unmanaged
export class Window {
  /** Of one row, in values. */
  height: u32;
  width: u32;
  channels: u32;
  /** How often each channel is repeated when staged: the multiplier of a depthwise layer, else 1. */
  copies: u32;
  padTop: u32;
  padLeft: u32;
  /** Columns of a staged row. */
  stagedWidth: u32;
  /** Bytes from one staged row to the next. */
  stagedPitch: u32;
  /** Staged rows; 0 when rows serve as they are. */
  staged: usize;
  /** Places of the window per row, and the offset in bytes of each, u32 [places]. */
  places: u32;
  placeOffsets: usize;
  /** Taps: offset in bytes of each element of a window that is summed, u32 [taps]. */
  taps: u32;
  tapOffsets: usize;
  /** Lines of the window and values in each, one after another. */
  lines: u32;
  segment: u32;
  /** Bytes from one line to the next. */
  linePitch: u32;
  /** Channels that come out. */
  filters: u32;
}

/** Where the window reads row `row`. */
export function rowOf(window: Window, x: usize, pitch: usize, row: u32): usize {
  return window.staged == 0 ? x + <usize>row * pitch : stagedRow(window, row);
}

export function stagedRow(window: Window, row: u32): usize {
  return window.staged + <usize>row * <usize>window.stagedPitch;
}

/** Copies rows from..to - 1 between zeros. Nothing to do for rows that serve as they are. */
export function stage(window: Window, x: usize, pitch: usize, from: u32, to: u32): void {
  if (window.staged == 0) return;
  const line = (<usize>(window.width * window.channels)) << 2;
  const wide = (<usize>(window.stagedWidth * window.channels * window.copies)) << 2;
  const before =
    <usize>window.padTop * wide +
    ((<usize>(window.padLeft * window.channels * window.copies)) << 2);
  for (let row = from; row < to; row++) {
    let source = x + <usize>row * pitch;
    let target = stagedRow(window, row);
    memory.fill(target, 0, window.stagedPitch);
    target += before;
    for (let y: u32 = 0; y < window.height; y++) {
      if (window.copies == 1) memory.copy(target, source, line);
      else repeat(source, target, window.width * window.channels, window.copies);
      source += line;
      target += wide;
    }
  }
}

function repeat(source: usize, target: usize, count: u32, copies: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const value = load<f32>(source);
    for (let copy: u32 = 0; copy < copies; copy++) {
      store<f32>(target, value);
      target += 4;
    }
    source += 4;
  }
}

/** The inside of a staged row, its copies of a channel added up, to `dx`. */
export function unstage(window: Window, staged: usize, dx: usize): void {
  const copies = window.copies;
  const line = (<usize>(window.width * window.channels)) << 2;
  const wide = (<usize>(window.stagedWidth * window.channels * copies)) << 2;
  let source =
    staged +
    <usize>window.padTop * wide +
    ((<usize>(window.padLeft * window.channels * copies)) << 2);
  for (let y: u32 = 0; y < window.height; y++) {
    if (copies == 1) memory.copy(dx, source, line);
    else gather(source, dx, window.width * window.channels, copies);
    source += wide;
    dx += line;
  }
}

function gather(source: usize, target: usize, count: u32, copies: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    let sum: f32 = 0;
    for (let copy: u32 = 0; copy < copies; copy++) {
      sum += load<f32>(source);
      source += 4;
    }
    store<f32>(target, sum);
    target += 4;
  }
}
