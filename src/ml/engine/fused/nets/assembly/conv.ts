/**
 * Convolution of rows [height, width, channels], as products of small tiles that read the rows where they
 * lie: an output is the sum over the taps of its window in their order, plus the bias.
 */
import { storeLanes } from './lanes';
import { madd } from './madd';
import { Window, rowOf } from './window';

/**
 * Weights [taps, filters] become panels of 8 filters, zeros past the last: [panel][taps, then bias][8].
 * Panels from..to - 1 are written.
 */
export function packKernel(
  window: Window,
  kernel: usize,
  bias: usize,
  packed: usize,
  from: u32,
  to: u32,
): void {
  const pitch = (<usize>window.filters) << 2;
  for (let panel = from; panel < to; panel++) {
    let target = packed + ((<usize>panel * <usize>(window.taps + 1)) << 5);
    const first = panel << 3;
    const count = min(window.filters - first, 8);
    let source = kernel + ((<usize>first) << 2);
    for (let tap: u32 = 0; tap <= window.taps; tap++) {
      if (tap == window.taps) source = bias + ((<usize>first) << 2);
      for (let i: u32 = 0; i < 8; i++) {
        store<f32>(target + (i << 2), i < count ? load<f32>(source + (i << 2)) : 0);
      }
      source += pitch;
      target += 32;
    }
  }
}

/** y [rows][places, filters] for rows from..to - 1, which are staged where the window needs it. */
export function convForward(
  window: Window,
  x: usize,
  xPitch: u32,
  packed: usize,
  y: usize,
  yPitch: u32,
  from: u32,
  to: u32,
): void {
  const panelSize = (<usize>(window.taps + 1)) << 5;
  const filters = window.filters;
  for (let row = from; row < to; row++) {
    const input = rowOf(window, x, xPitch, row);
    let output = y + <usize>row * <usize>yPitch;
    let panel = packed;
    for (let first: u32 = 0; first < filters; first += 8) {
      convPanel(window, input, panel, output, <i32>(filters - first));
      panel += panelSize;
      output += 32;
    }
  }
}

/** All places of a row for the first `lanes` filters of a panel. */
function convPanel(window: Window, input: usize, panel: usize, output: usize, lanes: i32): void {
  const last = window.places - 1;
  const offsets = window.placeOffsets;
  const pitch = window.filters << 2;
  for (let place: u32 = 0; place <= last; place += 4) {
    // Past the last place, the last again: the same value goes to the same element.
    const p1 = min(place + 1, last);
    const p2 = min(place + 2, last);
    const p3 = min(place + 3, last);
    convTile(
      window,
      input + load<u32>(offsets + (place << 2)),
      input + load<u32>(offsets + (p1 << 2)),
      input + load<u32>(offsets + (p2 << 2)),
      input + load<u32>(offsets + (p3 << 2)),
      panel,
      output + <usize>(place * pitch),
      output + <usize>(p1 * pitch),
      output + <usize>(p2 * pitch),
      output + <usize>(p3 * pitch),
      lanes,
    );
  }
}

/** Four places, eight filters. */
function convTile(
  window: Window,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  w: usize,
  y0: usize,
  y1: usize,
  y2: usize,
  y3: usize,
  lanes: i32,
): void {
  const segment = (<usize>window.segment) << 2;
  const skip = <usize>window.linePitch - segment;
  let a0 = f32x4.splat(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  let a2 = a0;
  let b2 = a0;
  let a3 = a0;
  let b3 = a0;
  for (let line = window.lines; line > 0; line--) {
    const end = x0 + segment;
    while (x0 < end) {
      const wa = v128.load(w);
      const wb = v128.load(w, 16);
      const s0 = v128.load32_splat(x0);
      a0 = madd(s0, wa, a0);
      b0 = madd(s0, wb, b0);
      const s1 = v128.load32_splat(x1);
      a1 = madd(s1, wa, a1);
      b1 = madd(s1, wb, b1);
      const s2 = v128.load32_splat(x2);
      a2 = madd(s2, wa, a2);
      b2 = madd(s2, wb, b2);
      const s3 = v128.load32_splat(x3);
      a3 = madd(s3, wa, a3);
      b3 = madd(s3, wb, b3);
      w += 32;
      x0 += 4;
      x1 += 4;
      x2 += 4;
      x3 += 4;
    }
    x0 += skip;
    x1 += skip;
    x2 += skip;
    x3 += skip;
  }
  const ba = v128.load(w);
  const bb = v128.load(w, 16);
  storePair(y0, f32x4.add(a0, ba), f32x4.add(b0, bb), lanes);
  storePair(y1, f32x4.add(a1, ba), f32x4.add(b1, bb), lanes);
  storePair(y2, f32x4.add(a2, ba), f32x4.add(b2, bb), lanes);
  storePair(y3, f32x4.add(a3, ba), f32x4.add(b3, bb), lanes);
}

function storePair(to: usize, a: v128, b: v128, lanes: i32): void {
  storeLanes(to, a, lanes);
  storeLanes(to + 16, b, lanes - 4);
}
