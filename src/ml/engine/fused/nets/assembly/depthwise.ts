/**
 * Depthwise convolution: every channel has filters of its own. With a multiplier the rows are staged with
 * each channel repeated, so that from here on one filter belongs to one channel. The kernel is
 * [taps, filters]; sums run as in convolutions.
 */
import { ConvRecord, convWork } from './conv';
import { sumPlaces } from './conv-kernel-gradient';
import { addLanes, storeLanes } from './lanes';
import { madd } from './madd';
import { Step } from './program';
import { hands, shareOf } from './share';
import { Window, rowOf, stage, stagedRow, unstage } from './window';

/** Stages the rows that the window needs so; each thread reads its own only. */
export function depthwiseForward(step: Step, record: ConvRecord): void {
  const window = record.window;
  const filters = window.filters;
  const sharing = hands(step, convWork(step, record));
  const from = shareOf(step.rows, step.thread, sharing);
  const to = shareOf(step.rows, step.thread + 1, sharing);
  stage(window, record.x, record.xPitch, from, to);
  for (let row = from; row < to; row++) {
    const input = rowOf(window, record.x, record.xPitch, row);
    const output = record.y + <usize>row * record.yPitch;
    for (let first: u32 = 0; first < filters; first += 4) {
      const column = (<usize>first) << 2;
      const kernel = record.kernel + column;
      const bias = record.bias + column;
      const lanes = <i32>(filters - first);
      for (let place: u32 = 0; place < window.places; place += 4) {
        depthwiseTile(window, input + column, kernel, bias, output + column, place, lanes);
      }
    }
  }
}

/** Four places from `place` on, four filters of which `lanes` exist. Past the last place, the last again. */
function depthwiseTile(
  window: Window,
  input: usize,
  kernel: usize,
  bias: usize,
  output: usize,
  place: u32,
  lanes: i32,
): void {
  const pitch = window.filters << 2;
  const last = window.places - 1;
  const p1 = min(place + 1, last);
  const p2 = min(place + 2, last);
  const p3 = min(place + 3, last);
  const x0 = input + placeOffset(window, place);
  const x1 = input + placeOffset(window, p1);
  const x2 = input + placeOffset(window, p2);
  const x3 = input + placeOffset(window, p3);
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let offsets = window.tapOffsets;
  const end = offsets + ((<usize>window.taps) << 2);
  while (offsets < end) {
    const tap = <usize>load<u32>(offsets);
    const w = v128.load(kernel);
    a0 = madd(v128.load(x0 + tap), w, a0);
    a1 = madd(v128.load(x1 + tap), w, a1);
    a2 = madd(v128.load(x2 + tap), w, a2);
    a3 = madd(v128.load(x3 + tap), w, a3);
    kernel += pitch;
    offsets += 4;
  }
  const b = v128.load(bias);
  storeLanes(output + <usize>(place * pitch), f32x4.add(a0, b), lanes);
  storeLanes(output + <usize>(p1 * pitch), f32x4.add(a1, b), lanes);
  storeLanes(output + <usize>(p2 * pitch), f32x4.add(a2, b), lanes);
  storeLanes(output + <usize>(p3 * pitch), f32x4.add(a3, b), lanes);
}

function placeOffset(window: Window, place: u32): usize {
  return load<u32>(window.placeOffsets + (place << 2));
}

/** Each row's sum over its places, then these over the rows; split by fours of filters. */
export function depthwiseKernelGradient(step: Step, record: ConvRecord): void {
  const window = record.window;
  const filters = window.filters;
  const pitch = (<usize>filters) << 2;
  const sharing = hands(step, convWork(step, record));
  const groups = (filters + 3) >> 2;
  const from = shareOf(groups, step.thread, sharing) << 2;
  const to = min(shareOf(groups, step.thread + 1, sharing) << 2, filters);
  for (let row: u32 = 0; row < step.rows; row++) {
    const input = rowOf(window, record.x, record.xPitch, row);
    const slope = record.y + <usize>row * record.yPitch;
    for (let first = from; first < to; first += 4) {
      const column = (<usize>first) << 2;
      const lanes = <i32>(filters - first);
      let target = record.kernelGradient + column;
      for (let tap: u32 = 0; tap < window.taps; tap++) {
        const taps = input + column + load<u32>(window.tapOffsets + (tap << 2));
        const sum = tapGradient(window, taps, slope + column, pitch);
        if (row == 0) storeLanes(target, sum, lanes);
        else addLanes(target, sum, lanes);
        target += pitch;
      }
    }
  }
  if (step.thread == 0) {
    sumPlaces(record.y, record.yPitch, step.rows, window.places, filters, record.biasGradient);
  }
}

function tapGradient(window: Window, taps: usize, slope: usize, pitch: usize): v128 {
  let sum = f32x4.splat(0);
  let offsets = window.placeOffsets;
  const end = offsets + ((<usize>window.places) << 2);
  while (offsets < end) {
    sum = madd(v128.load(taps + <usize>load<u32>(offsets)), v128.load(slope), sum);
    slope += pitch;
    offsets += 4;
  }
  return sum;
}

/** A sum over places in their order; staged rows are overwritten. */
export function depthwiseInputGradient(step: Step, record: ConvRecord): void {
  const window = record.window;
  const size = (<usize>(window.height * window.width * window.channels)) << 2;
  const sharing = hands(step, convWork(step, record));
  const end = shareOf(step.rows, step.thread + 1, sharing);
  for (let row = shareOf(step.rows, step.thread, sharing); row < end; row++) {
    const slope = record.y + <usize>row * record.yPitch;
    const target = record.dx + <usize>row * record.xPitch;
    if (window.staged == 0) {
      memory.fill(target, 0, size);
      scatterRow(window, record.kernel, slope, target);
    } else {
      const staged = stagedRow(window, row);
      memory.fill(staged, 0, window.stagedPitch);
      scatterRow(window, record.kernel, slope, staged);
      unstage(window, staged, target);
    }
  }
}

function scatterRow(window: Window, kernel: usize, slope: usize, target: usize): void {
  const filters = window.filters;
  const pitch = (<usize>filters) << 2;
  for (let place: u32 = 0; place < window.places; place++) {
    const origin = target + placeOffset(window, place);
    let w = kernel;
    for (let tap: u32 = 0; tap < window.taps; tap++) {
      const to = origin + load<u32>(window.tapOffsets + (tap << 2));
      for (let first: u32 = 0; first < filters; first += 4) {
        const at = (<usize>first) << 2;
        const sum = madd(v128.load(slope + at), v128.load(w + at), v128.load(to + at));
        storeLanes(to + at, sum, <i32>(filters - first));
      }
      w += pitch;
    }
    slope += pitch;
  }
}
