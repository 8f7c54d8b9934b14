/**
 * Gradient of a convolution's input. What a place gives to a tap is the sum over the filters; an input adds
 * up what it gets in the order of the places. Rows are apart from each other.
 */
import { ConvRecord, convWork } from './conv';
import { madd } from './madd';
import { Step } from './program';
import { hands, shareOf } from './share';
import { Window, stagedRow, unstage } from './window';

/**
 * Weights become panels of 8 taps of one line of the window, zeros past the line's end:
 * [line][panel][filters][8]. Split by lines.
 */
export function convPrepareBack(step: Step, record: ConvRecord): void {
  const window = record.window;
  const segment = window.segment;
  const filters = window.filters;
  const sharing = hands(step, convWork(step, record));
  const lineSize = (<usize>(((segment + 7) >> 3) * filters)) << 5;
  const end = shareOf(window.lines, step.thread + 1, sharing);
  for (let line = shareOf(window.lines, step.thread, sharing); line < end; line++) {
    const kernel = record.kernel + ((<usize>(line * segment * filters)) << 2);
    packLine(kernel, segment, filters, record.packed + <usize>line * lineSize);
  }
}

function packLine(kernel: usize, segment: u32, filters: u32, target: usize): void {
  for (let first: u32 = 0; first < segment; first += 8) {
    for (let filter: u32 = 0; filter < filters; filter++) {
      for (let i: u32 = 0; i < 8; i++) {
        const tap = first + i;
        const from = kernel + ((<usize>(tap * filters + filter)) << 2);
        store<f32>(target + (i << 2), tap < segment ? load<f32>(from) : 0);
      }
      target += 32;
    }
  }
}

/** Staged rows are overwritten. */
export function convInputGradient(step: Step, record: ConvRecord): void {
  const window = record.window;
  const size = (<usize>(window.height * window.width * window.channels)) << 2;
  const sharing = hands(step, convWork(step, record));
  const end = shareOf(step.rows, step.thread + 1, sharing);
  for (let row = shareOf(step.rows, step.thread, sharing); row < end; row++) {
    const slope = record.y + <usize>row * record.yPitch;
    const target = record.dx + <usize>row * record.xPitch;
    if (window.staged == 0) {
      memory.fill(target, 0, size);
      scatterRow(window, record.packed, slope, target);
    } else {
      const staged = stagedRow(window, row);
      memory.fill(staged, 0, window.stagedPitch);
      scatterRow(window, record.packed, slope, staged);
      unstage(window, staged, target);
    }
  }
}

function scatterRow(window: Window, packed: usize, slope: usize, target: usize): void {
  const places = window.places;
  const offsets = window.placeOffsets;
  const panelSize = (<usize>window.filters) << 5;
  const pitch = (<usize>window.filters) << 2;
  const linePitch = <usize>window.linePitch;
  const segment = (<usize>window.segment) << 2;
  const lines = window.lines;
  for (let line: u32 = 0; line < lines; line++) {
    for (let at: usize = 0; at < segment; at += 32) {
      const tap = target + <usize>line * linePitch + at;
      let d = slope;
      let place: u32 = 0;
      for (; place + 4 <= places; place += 4) {
        const offset = offsets + (place << 2);
        scatterFour(
          d,
          pitch,
          packed,
          panelSize,
          tap + load<u32>(offset),
          tap + load<u32>(offset, 4),
          tap + load<u32>(offset, 8),
          tap + load<u32>(offset, 12),
        );
        d += pitch << 2;
      }
      for (; place < places; place++) {
        scatterOne(d, packed, panelSize, tap + load<u32>(offsets + (place << 2)));
        d += pitch;
      }
      packed += panelSize;
    }
  }
}

/** Four places, eight taps; sums over the filters. */
function scatterFour(
  d0: usize,
  pitch: usize,
  w: usize,
  size: usize,
  t0: usize,
  t1: usize,
  t2: usize,
  t3: usize,
): void {
  let d1 = d0 + pitch;
  let d2 = d1 + pitch;
  let d3 = d2 + pitch;
  let a0 = f32x4.splat(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  let a2 = a0;
  let b2 = a0;
  let a3 = a0;
  let b3 = a0;
  const end = w + size;
  while (w < end) {
    const wa = v128.load(w);
    const wb = v128.load(w, 16);
    const s0 = v128.load32_splat(d0);
    a0 = madd(s0, wa, a0);
    b0 = madd(s0, wb, b0);
    const s1 = v128.load32_splat(d1);
    a1 = madd(s1, wa, a1);
    b1 = madd(s1, wb, b1);
    const s2 = v128.load32_splat(d2);
    a2 = madd(s2, wa, a2);
    b2 = madd(s2, wb, b2);
    const s3 = v128.load32_splat(d3);
    a3 = madd(s3, wa, a3);
    b3 = madd(s3, wb, b3);
    w += 32;
    d0 += 4;
    d1 += 4;
    d2 += 4;
    d3 += 4;
  }
  addPair(t0, a0, b0);
  addPair(t1, a1, b1);
  addPair(t2, a2, b2);
  addPair(t3, a3, b3);
}

function scatterOne(d: usize, w: usize, size: usize, to: usize): void {
  let a = f32x4.splat(0);
  let b = a;
  const end = w + size;
  while (w < end) {
    const s = v128.load32_splat(d);
    a = madd(s, v128.load(w), a);
    b = madd(s, v128.load(w, 16), b);
    w += 32;
    d += 4;
  }
  addPair(to, a, b);
}

function addPair(to: usize, a: v128, b: v128): void {
  v128.store(to, f32x4.add(v128.load(to), a));
  v128.store(to, f32x4.add(v128.load(to, 16), b), 16);
}
