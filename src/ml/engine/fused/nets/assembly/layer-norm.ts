/**
 * Layer normalisation: every place of every row to mean 0 and variance 1 over its channels, then scaled and
 * shifted. A sum over channels is four sums, one for each remainder by four, added as (0 + 1) + (2 + 3).
 */
import { across } from './elementary';
import { addLanes, loadLanes, storeLanes } from './lanes';
import { madd } from './madd';
import { Step } from './program';
import { hands, shareOf } from './share';

@unmanaged
export class LayerNormRecord {
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
  /** Mean and inverse deviation: [rows][places][2]. */
  statistics: usize;
  epsilon: f32;
}

function workOf(step: Step, record: LayerNormRecord): u64 {
  return <u64>step.rows * <u64>(record.places * record.channels);
}

/** y = (x - mean) * inverse deviation * gamma + beta; the statistics are kept. */
export function layerNormForward(step: Step, record: LayerNormRecord): void {
  const channels = record.channels;
  const pitch = (<usize>channels) << 2;
  const sharing = hands(step, workOf(step, record));
  const end = shareOf(step.rows, step.thread + 1, sharing);
  for (let row = shareOf(step.rows, step.thread, sharing); row < end; row++) {
    let input = record.x + <usize>row * record.xPitch;
    let output = record.y + <usize>row * record.yPitch;
    let kept = record.statistics + ((<usize>(row * record.places)) << 3);
    for (let place: u32 = 0; place < record.places; place++) {
      const mean = meanOf(input, channels);
      const scale = <f32>1 / sqrt<f32>(varianceOf(input, channels, mean) + record.epsilon);
      store<f32>(kept, mean);
      store<f32>(kept, scale, 4);
      normalise(input, output, record.gamma, record.beta, channels, mean, scale);
      input += pitch;
      output += pitch;
      kept += 8;
    }
  }
}

function normalise(
  x: usize,
  y: usize,
  gamma: usize,
  beta: usize,
  channels: u32,
  mean: f32,
  scale: f32,
): void {
  const means = f32x4.splat(mean);
  const scales = f32x4.splat(scale);
  for (let c: u32 = 0; c < channels; c += 4) {
    const at = (<usize>c) << 2;
    const normal = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
    const value = madd(normal, v128.load(gamma + at), v128.load(beta + at));
    storeLanes(y + at, value, <i32>(channels - c));
  }
}

function meanOf(x: usize, channels: u32): f32 {
  let sum = f32x4.splat(0);
  for (let c: u32 = 0; c < channels; c += 4) {
    sum = f32x4.add(sum, loadLanes(x + ((<usize>c) << 2), <i32>(channels - c), 0));
  }
  return across(sum) / <f32>channels;
}

function varianceOf(x: usize, channels: u32, mean: f32): f32 {
  let sum = f32x4.splat(0);
  const means = f32x4.splat(mean);
  for (let c: u32 = 0; c < channels; c += 4) {
    const off = f32x4.sub(loadLanes(x + ((<usize>c) << 2), <i32>(channels - c), mean), means);
    sum = madd(off, off, sum);
  }
  return across(sum) / <f32>channels;
}

/** Each row's sum over its places, then these over the rows; split by fours of channels. */
export function layerNormScaleGradient(step: Step, record: LayerNormRecord): void {
  const sharing = hands(step, workOf(step, record));
  const groups = (record.channels + 3) >> 2;
  const end = shareOf(groups, step.thread + 1, sharing);
  for (let group = shareOf(groups, step.thread, sharing); group < end; group++) {
    scaleGradient(step.rows, record, group);
  }
}

function scaleGradient(rows: u32, record: LayerNormRecord, group: u32): void {
  const pitch = (<usize>record.channels) << 2;
  const column = (<usize>group) << 4;
  const lanes = <i32>(record.channels - (group << 2));
  storeLanes(record.gammaGradient + column, f32x4.splat(0), lanes);
  storeLanes(record.betaGradient + column, f32x4.splat(0), lanes);
  let kept = record.statistics;
  for (let row: u32 = 0; row < rows; row++) {
    let input = record.x + <usize>row * record.xPitch + column;
    let slope = record.y + <usize>row * record.yPitch + column;
    let gammaSum = f32x4.splat(0);
    let betaSum = gammaSum;
    for (let place: u32 = 0; place < record.places; place++) {
      const off = f32x4.sub(v128.load(input), v128.load32_splat(kept));
      const d = v128.load(slope);
      gammaSum = madd(d, f32x4.mul(off, v128.load32_splat(kept, 4)), gammaSum);
      betaSum = f32x4.add(betaSum, d);
      input += pitch;
      slope += pitch;
      kept += 8;
    }
    addLanes(record.gammaGradient + column, gammaSum, lanes);
    addLanes(record.betaGradient + column, betaSum, lanes);
  }
}

/**
 * With g = dy * gamma and n the normalised x:
 * inverse deviation * (g - mean(g) - n * mean(g * n)).
 */
export function layerNormInputGradient(step: Step, record: LayerNormRecord): void {
  const channels = record.channels;
  const pitch = (<usize>channels) << 2;
  const sharing = hands(step, workOf(step, record));
  const end = shareOf(step.rows, step.thread + 1, sharing);
  for (let row = shareOf(step.rows, step.thread, sharing); row < end; row++) {
    let x = record.x + <usize>row * record.xPitch;
    let dy = record.y + <usize>row * record.yPitch;
    let dx = record.dx + <usize>row * record.xPitch;
    let kept = record.statistics + ((<usize>(row * record.places)) << 3);
    for (let place: u32 = 0; place < record.places; place++) {
      placeGradient(x, dy, dx, record.gamma, channels, load<f32>(kept), load<f32>(kept, 4));
      x += pitch;
      dy += pitch;
      dx += pitch;
      kept += 8;
    }
  }
}

function placeGradient(
  x: usize,
  dy: usize,
  dx: usize,
  gamma: usize,
  channels: u32,
  mean: f32,
  scale: f32,
): void {
  const means = f32x4.splat(mean);
  const scales = f32x4.splat(scale);
  let level = f32x4.splat(0);
  let slant = level;
  for (let c: u32 = 0; c < channels; c += 4) {
    const at = (<usize>c) << 2;
    const lanes = <i32>(channels - c);
    const g = f32x4.mul(loadLanes(dy + at, lanes, 0), loadLanes(gamma + at, lanes, 0));
    const normal = f32x4.mul(f32x4.sub(loadLanes(x + at, lanes, mean), means), scales);
    level = f32x4.add(level, g);
    slant = madd(g, normal, slant);
  }
  const levels = f32x4.splat(across(level) / <f32>channels);
  const slants = f32x4.splat(across(slant) / <f32>channels);
  for (let c: u32 = 0; c < channels; c += 4) {
    const at = (<usize>c) << 2;
    const g = f32x4.mul(v128.load(dy + at), v128.load(gamma + at));
    const normal = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
    const rest = f32x4.sub(f32x4.sub(g, levels), f32x4.mul(normal, slants));
    storeLanes(dx + at, f32x4.mul(rest, scales), <i32>(channels - c));
  }
}
