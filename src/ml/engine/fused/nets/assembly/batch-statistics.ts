/**
 * Mean and deviation of channels over the rows and places of a batch. A sum is taken over the places of a
 * row in float32, over the rows in float64, since a batch of images has many values. Work is split by groups
 * of four channels.
 */
import { storeLanes } from './lanes';
import { madd } from './madd';
import { Step } from './program';
import { hands, shareOf } from './share';

@unmanaged
export class BatchNormRecord {
  operation: u32;
  words: u32;
  places: u32;
  channels: u32;
  /** [rows][places, channels] */
  x: usize;
  xPitch: usize;
  /** What comes out, or its gradient. */
  y: usize;
  yPitch: usize;
  /** Gradient by x, with its pitch. */
  dx: usize;
  /** All [channels]. */
  gamma: usize;
  beta: usize;
  gammaGradient: usize;
  betaGradient: usize;
  movingMean: usize;
  movingVariance: usize;
  /** In use, in whole fours of channels: means and inverse deviations. */
  means: usize;
  scales: usize;
  momentum: f32;
  epsilon: f32;
}

export function batchNormWork(step: Step, record: BatchNormRecord): u64 {
  return <u64>step.rows * <u64>(record.places * record.channels);
}

/** Lanes 2 and 3 in float64, as `promote_low` gives 0 and 1. */
export function promoteHigh(sum: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<u32>(sum, sum, 2, 3, 2, 3));
}

/** Both halves of four lanes, rounded to float32. */
export function joined(low: v128, high: v128): v128 {
  return v128.shuffle<u32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

function average(low: v128, high: v128, count: u32): v128 {
  const n = f64x2.splat(<f64>count);
  return joined(f64x2.div(low, n), f64x2.div(high, n));
}

function inverseDeviation(variance: v128, epsilon: f32): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variance, f32x4.splat(epsilon))));
}

/**
 * Of the batch; the moving averages become `momentum` of the old and the rest of the new. The variance is that
 * of the batch itself (divided by n, not n - 1).
 */
export function batchStatistics(step: Step, record: BatchNormRecord): void {
  const channels = record.channels;
  const sharing = hands(step, batchNormWork(step, record));
  const groups = (channels + 3) >> 2;
  const end = shareOf(groups, step.thread + 1, sharing);
  for (let group = shareOf(groups, step.thread, sharing); group < end; group++) {
    const at = (<usize>group) << 4;
    const x = record.x + at;
    const mean = meanOf(x, record.xPitch, record.places, channels, step.rows);
    const variance = varianceOf(x, record.xPitch, record.places, channels, step.rows, mean);
    v128.store(record.means + at, mean);
    v128.store(record.scales + at, inverseDeviation(variance, record.epsilon));
    const lanes = <i32>(channels - (group << 2));
    move(record.movingMean + at, mean, record.momentum, lanes);
    move(record.movingVariance + at, variance, record.momentum, lanes);
  }
}

function move(average: usize, now: v128, momentum: f32, lanes: i32): void {
  const kept = f32x4.mul(v128.load(average), f32x4.splat(momentum));
  storeLanes(average, f32x4.add(kept, f32x4.mul(now, f32x4.splat(1 - momentum))), lanes);
}

function meanOf(x: usize, xPitch: usize, places: u32, channels: u32, rows: u32): v128 {
  const pitch = (<usize>channels) << 2;
  let low = f64x2.splat(0);
  let high = low;
  for (let row: u32 = 0; row < rows; row++) {
    let at = x + <usize>row * xPitch;
    let sum = f32x4.splat(0);
    for (let place: u32 = 0; place < places; place++) {
      sum = f32x4.add(sum, v128.load(at));
      at += pitch;
    }
    low = f64x2.add(low, f64x2.promote_low_f32x4(sum));
    high = f64x2.add(high, promoteHigh(sum));
  }
  return average(low, high, rows * places);
}

function varianceOf(
  x: usize,
  xPitch: usize,
  places: u32,
  channels: u32,
  rows: u32,
  mean: v128,
): v128 {
  const pitch = (<usize>channels) << 2;
  let low = f64x2.splat(0);
  let high = low;
  for (let row: u32 = 0; row < rows; row++) {
    let at = x + <usize>row * xPitch;
    let sum = f32x4.splat(0);
    for (let place: u32 = 0; place < places; place++) {
      const off = f32x4.sub(v128.load(at), mean);
      sum = madd(off, off, sum);
      at += pitch;
    }
    low = f64x2.add(low, f64x2.promote_low_f32x4(sum));
    high = f64x2.add(high, promoteHigh(sum));
  }
  return average(low, high, rows * places);
}

/** For prediction: from the moving averages. */
export function movingStatistics(step: Step, record: BatchNormRecord): void {
  if (step.thread != 0) return;
  for (let c: u32 = 0; c < record.channels; c += 4) {
    const at = (<usize>c) << 2;
    v128.store(record.means + at, v128.load(record.movingMean + at));
    const variance = v128.load(record.movingVariance + at);
    v128.store(record.scales + at, inverseDeviation(variance, record.epsilon));
  }
}
