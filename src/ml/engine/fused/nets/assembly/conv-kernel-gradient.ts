/**
 * Gradient of a convolution's kernel and bias. What a row adds is summed over its places; these sums are
 * added row after row. Work is split by taps, so every element is one thread's.
 */
import { ConvRecord, convWork } from './conv';
import { addLanes } from './lanes';
import { madd } from './madd';
import { Step } from './program';
import { hands, shareOf } from './share';
import { Window, rowOf } from './window';

export function convKernelGradient(step: Step, record: ConvRecord): void {
  const window = record.window;
  const filters = window.filters;
  const sharing = hands(step, convWork(step, record));
  const groups = (window.taps + 3) >> 2;
  const from = shareOf(groups, step.thread, sharing) << 2;
  const to = min(shareOf(groups, step.thread + 1, sharing) << 2, window.taps);
  const size = from < to ? (<usize>((to - from) * filters)) << 2 : 0;
  memory.fill(record.kernelGradient + ((<usize>(from * filters)) << 2), 0, size);
  for (let row: u32 = 0; row < step.rows; row++) {
    const input = rowOf(window, record.x, record.xPitch, row);
    const slope = record.y + <usize>row * record.yPitch;
    for (let first: u32 = 0; first < filters; first += 8) {
      const column = (<usize>first) << 2;
      const gradient = record.kernelGradient + column;
      for (let tap = from; tap < to; tap += 4) {
        gradientTile(window, input, slope + column, gradient, tap, <i32>(filters - first));
      }
    }
  }
  if (step.thread == 0) {
    sumPlaces(record.y, record.yPitch, step.rows, window.places, filters, record.biasGradient);
  }
}

/** Four taps from `tap` on, eight filters of which `lanes` exist, all places. */
function gradientTile(
  window: Window,
  input: usize,
  slope: usize,
  gradient: usize,
  tap: u32,
  lanes: i32,
): void {
  const last = window.taps - 1;
  const pitch = (<usize>window.filters) << 2;
  // Past the last tap, the last again; what comes of it is not used.
  const x0 = input + tapOffset(window, tap);
  const x1 = input + tapOffset(window, min(tap + 1, last));
  const x2 = input + tapOffset(window, min(tap + 2, last));
  const x3 = input + tapOffset(window, min(tap + 3, last));
  let a0 = f32x4.splat(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  let a2 = a0;
  let b2 = a0;
  let a3 = a0;
  let b3 = a0;
  let offsets = window.placeOffsets;
  const end = offsets + ((<usize>window.places) << 2);
  while (offsets < end) {
    const place = <usize>load<u32>(offsets);
    const da = v128.load(slope);
    const db = v128.load(slope, 16);
    const s0 = v128.load32_splat(x0 + place);
    a0 = madd(s0, da, a0);
    b0 = madd(s0, db, b0);
    const s1 = v128.load32_splat(x1 + place);
    a1 = madd(s1, da, a1);
    b1 = madd(s1, db, b1);
    const s2 = v128.load32_splat(x2 + place);
    a2 = madd(s2, da, a2);
    b2 = madd(s2, db, b2);
    const s3 = v128.load32_splat(x3 + place);
    a3 = madd(s3, da, a3);
    b3 = madd(s3, db, b3);
    slope += pitch;
    offsets += 4;
  }
  let to = gradient + <usize>tap * pitch;
  addPair(to, a0, b0, lanes);
  if (tap + 1 <= last) addPair((to += pitch), a1, b1, lanes);
  if (tap + 2 <= last) addPair((to += pitch), a2, b2, lanes);
  if (tap + 3 <= last) addPair((to += pitch), a3, b3, lanes);
}

function tapOffset(window: Window, tap: u32): usize {
  return load<u32>(window.tapOffsets + (tap << 2));
}

function addPair(to: usize, a: v128, b: v128, lanes: i32): void {
  addLanes(to, a, lanes);
  addLanes(to + 16, b, lanes - 4);
}

/** Per channel the sum over places, then over rows: gradient of a bias [channels]. */
export function sumPlaces(
  dy: usize,
  pitch: usize,
  rows: u32,
  places: u32,
  channels: u32,
  gradient: usize,
): void {
  memory.fill(gradient, 0, (<usize>channels) << 2);
  for (let row: u32 = 0; row < rows; row++) {
    for (let c: u32 = 0; c < channels; c += 4) {
      let slope = dy + <usize>row * pitch + ((<usize>c) << 2);
      let sum = f32x4.splat(0);
      for (let place: u32 = 0; place < places; place++) {
        sum = f32x4.add(sum, v128.load(slope));
        slope += (<usize>channels) << 2;
      }
      addLanes(gradient + ((<usize>c) << 2), sum, <i32>(channels - c));
    }
  }
}
