/**
 * Pooling of rows [height, width, channels]. The window is cut at the edge, so that padding counts for
 * nothing. The gradient of a maximum goes to the first of equal values; that of an average is spread evenly.
 */
import { storeLanes } from './lanes';
import { Step } from './program';
import { hands, shareOf } from './share';

@unmanaged
export class PoolRecord {
  operation: u32;
  words: u32;
  /** [rows][height, width, channels], and its gradient. */
  x: usize;
  xPitch: usize;
  dx: usize;
  /** [rows][places, channels], and its gradient. */
  y: usize;
  yPitch: usize;
  dy: usize;
  /** 0: maxima, 1: averages. */
  average: u32;
  height: u32;
  width: u32;
  channels: u32;
  outHeight: u32;
  outWidth: u32;
  sizeY: u32;
  sizeX: u32;
  strideY: u32;
  strideX: u32;
  padTop: u32;
  padLeft: u32;
}

function workOf(step: Step, pool: PoolRecord): u64 {
  const places = pool.outHeight * pool.outWidth;
  return <u64>(step.rows * places) * <u64>(pool.channels * pool.sizeY * pool.sizeX);
}

/** First line or column of the window at `place` that exists, and one past the last. */
function begin(place: u32, stride: u32, pad: u32): i32 {
  return max(<i32>(place * stride) - <i32>pad, 0);
}

function end(place: u32, stride: u32, pad: u32, size: u32, length: u32): i32 {
  return min(<i32>(place * stride) - <i32>pad + <i32>size, <i32>length);
}

export function poolForward(step: Step, pool: PoolRecord): void {
  const channels = pool.channels;
  const average = pool.average != 0;
  const column = (<usize>channels) << 2;
  const line = column * <usize>pool.width;
  const sharing = hands(step, workOf(step, pool));
  const last = shareOf(step.rows, step.thread + 1, sharing);
  for (let row = shareOf(step.rows, step.thread, sharing); row < last; row++) {
    const input = pool.x + <usize>row * pool.xPitch;
    let output = pool.y + <usize>row * pool.yPitch;
    for (let oy: u32 = 0; oy < pool.outHeight; oy++) {
      const top = begin(oy, pool.strideY, pool.padTop);
      const lines = end(oy, pool.strideY, pool.padTop, pool.sizeY, pool.height) - top;
      for (let ox: u32 = 0; ox < pool.outWidth; ox++) {
        const left = begin(ox, pool.strideX, pool.padLeft);
        const columns = end(ox, pool.strideX, pool.padLeft, pool.sizeX, pool.width) - left;
        const first = input + <usize>top * line + <usize>left * column;
        for (let c: u32 = 0; c < channels; c += 4) {
          const at = first + ((<usize>c) << 2);
          const value = average
            ? averageOf(at, lines, columns, line, column)
            : maximumOf(at, lines, columns, line, column);
          storeLanes(output + ((<usize>c) << 2), value, <i32>(channels - c));
        }
        output += column;
      }
    }
  }
}

function maximumOf(from: usize, lines: i32, columns: i32, line: usize, column: usize): v128 {
  let most = v128.load(from);
  for (let y = 0; y < lines; y++) {
    let at = from;
    for (let x = 0; x < columns; x++) {
      most = f32x4.max(most, v128.load(at));
      at += column;
    }
    from += line;
  }
  return most;
}

function averageOf(from: usize, lines: i32, columns: i32, line: usize, column: usize): v128 {
  let sum = f32x4.splat(0);
  for (let y = 0; y < lines; y++) {
    let at = from;
    for (let x = 0; x < columns; x++) {
      sum = f32x4.add(sum, v128.load(at));
      at += column;
    }
    from += line;
  }
  return f32x4.div(sum, f32x4.splat(<f32>(lines * columns)));
}

/** Summed over the places in their order. */
export function poolBackward(step: Step, pool: PoolRecord): void {
  const channels = pool.channels;
  const average = pool.average != 0;
  const column = (<usize>channels) << 2;
  const line = column * <usize>pool.width;
  const sharing = hands(step, workOf(step, pool));
  const last = shareOf(step.rows, step.thread + 1, sharing);
  for (let row = shareOf(step.rows, step.thread, sharing); row < last; row++) {
    const input = pool.x + <usize>row * pool.xPitch;
    const target = pool.dx + <usize>row * pool.xPitch;
    let output = pool.y + <usize>row * pool.yPitch;
    let slope = pool.dy + <usize>row * pool.yPitch;
    memory.fill(target, 0, line * <usize>pool.height);
    for (let oy: u32 = 0; oy < pool.outHeight; oy++) {
      const top = begin(oy, pool.strideY, pool.padTop);
      const lines = end(oy, pool.strideY, pool.padTop, pool.sizeY, pool.height) - top;
      for (let ox: u32 = 0; ox < pool.outWidth; ox++) {
        const left = begin(ox, pool.strideX, pool.padLeft);
        const columns = end(ox, pool.strideX, pool.padLeft, pool.sizeX, pool.width) - left;
        const first = <usize>top * line + <usize>left * column;
        for (let c: u32 = 0; c < channels; c += 4) {
          const at = first + ((<usize>c) << 2);
          const d = v128.load(slope + ((<usize>c) << 2));
          const lanes = <i32>(channels - c);
          if (average) spread(target + at, d, lines, columns, line, column, lanes);
          else {
            const most = v128.load(output + ((<usize>c) << 2));
            give(input + at, target + at, most, d, lines, columns, line, column, lanes);
          }
        }
        output += column;
        slope += column;
      }
    }
  }
}

function spread(
  to: usize,
  d: v128,
  lines: i32,
  columns: i32,
  line: usize,
  column: usize,
  lanes: i32,
): void {
  const share = f32x4.div(d, f32x4.splat(<f32>(lines * columns)));
  for (let y = 0; y < lines; y++) {
    let at = to;
    for (let x = 0; x < columns; x++) {
      storeLanes(at, f32x4.add(v128.load(at), share), lanes);
      at += column;
    }
    to += line;
  }
}

/** To the first value that is not below the maximum, which is also the first one where that is NaN. */
function give(
  from: usize,
  to: usize,
  most: v128,
  d: v128,
  lines: i32,
  columns: i32,
  line: usize,
  column: usize,
  lanes: i32,
): void {
  for (let y = 0; y < lines; y++) {
    let at: usize = 0;
    for (let x = 0; x < columns; x++) {
      const below = f32x4.lt(v128.load(from + at), most);
      storeLanes(to + at, f32x4.add(v128.load(to + at), v128.andnot(d, below)), lanes);
      d = v128.and(d, below);
      at += column;
    }
    from += line;
    to += line;
  }
}
