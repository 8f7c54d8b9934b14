/**
 * Mean and deviation of channels over the rows and places of a batch. A sum is taken over the places of a
 * row in float32, over the rows in float64, since a batch of images has many values. Work is split by groups
 * of four channels.
 */
import { storeLanes } from './lanes';
import { madd } from './madd';

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
 * Mean and inverse deviation of the batch, each [channels] in whole groups of four, and the moving averages
 * brought up to date: `momentum` of the old, the rest of the new. The variance is that of the batch itself
 * (divided by n, not n - 1).
 */
export function batchStatistics(
  x: usize,
  xPitch: u32,
  places: u32,
  channels: u32,
  means: usize,
  scales: usize,
  movingMean: usize,
  movingVariance: usize,
  momentum: f32,
  epsilon: f32,
  rows: u32,
  from: u32,
  to: u32,
): void {
  for (let group = from; group < to; group++) {
    const at = (<usize>group) << 4;
    const mean = meanOf(x + at, xPitch, places, channels, rows);
    const variance = varianceOf(x + at, xPitch, places, channels, rows, mean);
    v128.store(means + at, mean);
    v128.store(scales + at, inverseDeviation(variance, epsilon));
    const lanes = <i32>(channels - (group << 2));
    storeLanes(movingMean + at, moved(movingMean + at, mean, momentum), lanes);
    storeLanes(movingVariance + at, moved(movingVariance + at, variance, momentum), lanes);
  }
}

function moved(old: usize, now: v128, momentum: f32): v128 {
  const kept = f32x4.mul(v128.load(old), f32x4.splat(momentum));
  return f32x4.add(kept, f32x4.mul(now, f32x4.splat(1 - momentum)));
}

function meanOf(x: usize, xPitch: u32, places: u32, channels: u32, rows: u32): v128 {
  const pitch = (<usize>channels) << 2;
  let low = f64x2.splat(0);
  let high = low;
  for (let row: u32 = 0; row < rows; row++) {
    let at = x + <usize>row * <usize>xPitch;
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
  xPitch: u32,
  places: u32,
  channels: u32,
  rows: u32,
  mean: v128,
): v128 {
  const pitch = (<usize>channels) << 2;
  let low = f64x2.splat(0);
  let high = low;
  for (let row: u32 = 0; row < rows; row++) {
    let at = x + <usize>row * <usize>xPitch;
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

/** For prediction: mean and inverse deviation from the moving averages. */
export function movingStatistics(
  movingMean: usize,
  movingVariance: usize,
  means: usize,
  scales: usize,
  epsilon: f32,
  from: u32,
  to: u32,
): void {
  for (let group = from; group < to; group++) {
    const at = (<usize>group) << 4;
    v128.store(means + at, v128.load(movingMean + at));
    v128.store(scales + at, inverseDeviation(v128.load(movingVariance + at), epsilon));
  }
}
