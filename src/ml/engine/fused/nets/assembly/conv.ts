/**
 * Convolution of rows [height, width, channels], as products of small tiles that read the rows where they
 * lie: an output is the sum over the taps of its window in their order, plus the bias.
 */
import { storePair } from './product';
import { madd } from './madd';
import { Step } from './program';
import { hands, shareOf } from './share';
import { Window, rowOf, stage } from './window';

@unmanaged
export class ConvRecord {
  operation: u32;
  words: u32;
  window: Window;
  /** [rows][height, width, channels] */
  x: usize;
  xPitch: usize;
  /** Before the activation, or the gradient by it: [rows][places, filters]. */
  y: usize;
  yPitch: usize;
  /** [taps, filters] and [filters], and the gradients by them. */
  kernel: usize;
  bias: usize;
  kernelGradient: usize;
  biasGradient: usize;
  /** Gradient by x, with its pitch. */
  dx: usize;
  /** Weights in panels: 8 * (taps + 1) values for each eight filters, for the way back see there. */
  packed: usize;
}

/** Multiplications in a pass over the batch. */
export function convWork(step: Step, record: ConvRecord): u64 {
  const window = record.window;
  return <u64>(step.rows * window.places) * <u64>(window.taps * window.filters);
}

/** What convForward reads: packed weights, and staged rows where the window needs them. */
export function convPrepare(step: Step, record: ConvRecord): void {
  const window = record.window;
  const sharing = hands(step, convWork(step, record));
  const from = shareOf(step.rows, step.thread, sharing);
  stage(window, record.x, record.xPitch, from, shareOf(step.rows, step.thread + 1, sharing));
  const panels = (window.filters + 7) >> 3;
  const end = shareOf(panels, step.thread + 1, sharing);
  for (let panel = shareOf(panels, step.thread, sharing); panel < end; panel++) {
    packKernel(window, record.kernel, record.bias, record.packed, panel);
  }
}

/** Panel [taps, then bias][8] of filters 8 * panel and on, zeros past the last. */
function packKernel(window: Window, kernel: usize, bias: usize, packed: usize, panel: u32): void {
  const pitch = (<usize>window.filters) << 2;
  const first = panel << 3;
  const count = min(window.filters - first, 8);
  let target = packed + ((<usize>panel * <usize>(window.taps + 1)) << 5);
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

export function convForward(step: Step, record: ConvRecord): void {
  const window = record.window;
  const sharing = hands(step, convWork(step, record));
  const end = shareOf(step.rows, step.thread + 1, sharing);
  const panelSize = (<usize>(window.taps + 1)) << 5;
  const filters = window.filters;
  for (let row = shareOf(step.rows, step.thread, sharing); row < end; row++) {
    const input = rowOf(window, record.x, record.xPitch, row);
    let output = record.y + <usize>row * record.yPitch;
    let panel = record.packed;
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
