/**
 * Gradient of a convolution's kernel and bias. What a row adds is summed over its places; these sums are
 * added row after row. Work is split by taps, so every element is one thread's.
 */
import { addLanes } from './lanes';
import { madd } from './madd';
import { Window, rowOf } from './window';

/** `gradient` [taps, filters] over rows 0..rows - 1, of groups from..to - 1 of four taps. */
export function convKernelGradient(
  window: Window,
  x: usize,
  xPitch: u32,
  dy: usize,
  dyPitch: u32,
  gradient: usize,
  rows: u32,
  from: u32,
  to: u32,
): void {
  const filters = window.filters;
  const values = (min(to << 2, window.taps) - (from << 2)) * filters;
  memory.fill(gradient + ((<usize>((from << 2) * filters)) << 2), 0, (<usize>values) << 2);
  for (let row: u32 = 0; row < rows; row++) {
    const input = rowOf(window, x, xPitch, row);
    const slope = dy + <usize>row * <usize>dyPitch;
    for (let first: u32 = 0; first < filters; first += 8) {
      const column = (<usize>first) << 2;
      for (let group = from; group < to; group++) {
        gradientTile(window, input, slope + column, gradient + column, group << 2, filters - first);
      }
    }
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

/** `gradient` [channels] over the places of rows 0..rows - 1, of groups from..to - 1 of four channels. */
export function biasGradient(
  dy: usize,
  dyPitch: u32,
  places: u32,
  channels: u32,
  gradient: usize,
  rows: u32,
  from: u32,
  to: u32,
): void {
  const pitch = (<usize>channels) << 2;
  for (let c = from << 2; c < min(to << 2, channels); c++) store<f32>(gradient + (c << 2), 0);
  for (let row: u32 = 0; row < rows; row++) {
    for (let group = from; group < to; group++) {
      let slope = dy + <usize>row * <usize>dyPitch + ((<usize>group) << 4);
      let sum = f32x4.splat(0);
      for (let place: u32 = 0; place < places; place++) {
        sum = f32x4.add(sum, v128.load(slope));
        slope += pitch;
      }
      addLanes(gradient + ((<usize>group) << 4), sum, <i32>(channels - (group << 2)));
    }
  }
}
