/**
 * Layer normalisation: every place of every row to mean 0 and variance 1 over its channels, then scaled and
 * shifted. A sum over channels is four sums, one for each remainder by four, added as (0 + 1) + (2 + 3).
 */
import { addLanes, loadLanes, storeLanes } from './lanes';
import { madd } from './madd';

function across(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3))
  );
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

/**
 * For rows from..to - 1: y = (x - mean) * inverse deviation * gamma + beta, and mean and inverse deviation
 * to `statistics` [rows][places][2].
 */
export function layerNormForward(
  x: usize,
  xPitch: u32,
  places: u32,
  channels: u32,
  epsilon: f32,
  gamma: usize,
  beta: usize,
  statistics: usize,
  y: usize,
  yPitch: u32,
  from: u32,
  to: u32,
): void {
  const pitch = (<usize>channels) << 2;
  for (let row = from; row < to; row++) {
    let input = x + <usize>row * <usize>xPitch;
    let output = y + <usize>row * <usize>yPitch;
    let kept = statistics + ((<usize>(row * places)) << 3);
    for (let place: u32 = 0; place < places; place++) {
      const mean = meanOf(input, channels);
      const scale = <f32>1 / sqrt<f32>(varianceOf(input, channels, mean) + epsilon);
      store<f32>(kept, mean);
      store<f32>(kept, scale, 4);
      const means = f32x4.splat(mean);
      const scales = f32x4.splat(scale);
      for (let c: u32 = 0; c < channels; c += 4) {
        const at = (<usize>c) << 2;
        const normal = f32x4.mul(f32x4.sub(v128.load(input + at), means), scales);
        const value = madd(normal, v128.load(gamma + at), v128.load(beta + at));
        storeLanes(output + at, value, <i32>(channels - c));
      }
      input += pitch;
      output += pitch;
      kept += 8;
    }
  }
}

/**
 * Gradients of gamma and beta over rows 0..rows - 1, of groups from..to - 1 of four channels: each row's sum
 * over its places, then these over the rows.
 */
export function layerNormScaleGradient(
  x: usize,
  xPitch: u32,
  places: u32,
  channels: u32,
  statistics: usize,
  dy: usize,
  dyPitch: u32,
  gammaGradient: usize,
  betaGradient: usize,
  rows: u32,
  from: u32,
  to: u32,
): void {
  const pitch = (<usize>channels) << 2;
  for (let group = from; group < to; group++) {
    const column = (<usize>group) << 4;
    const lanes = <i32>(channels - (group << 2));
    storeLanes(gammaGradient + column, f32x4.splat(0), lanes);
    storeLanes(betaGradient + column, f32x4.splat(0), lanes);
    let kept = statistics;
    for (let row: u32 = 0; row < rows; row++) {
      let input = x + <usize>row * <usize>xPitch + column;
      let slope = dy + <usize>row * <usize>dyPitch + column;
      let gammaSum = f32x4.splat(0);
      let betaSum = gammaSum;
      for (let place: u32 = 0; place < places; place++) {
        const off = f32x4.sub(v128.load(input), v128.load32_splat(kept));
        const d = v128.load(slope);
        gammaSum = madd(d, f32x4.mul(off, v128.load32_splat(kept, 4)), gammaSum);
        betaSum = f32x4.add(betaSum, d);
        input += pitch;
        slope += pitch;
        kept += 8;
      }
      addLanes(gammaGradient + column, gammaSum, lanes);
      addLanes(betaGradient + column, betaSum, lanes);
    }
  }
}

/**
 * dx of rows from..to - 1: with g = dy * gamma and n the normalised x,
 * inverse deviation * (g - mean(g) - n * mean(g * n)).
 */
export function layerNormInputGradient(
  x: usize,
  xPitch: u32,
  places: u32,
  channels: u32,
  statistics: usize,
  gamma: usize,
  dy: usize,
  dyPitch: u32,
  dx: usize,
  dxPitch: u32,
  from: u32,
  to: u32,
): void {
  const pitch = (<usize>channels) << 2;
  for (let row = from; row < to; row++) {
    let input = x + <usize>row * <usize>xPitch;
    let slope = dy + <usize>row * <usize>dyPitch;
    let output = dx + <usize>row * <usize>dxPitch;
    let kept = statistics + ((<usize>(row * places)) << 3);
    for (let place: u32 = 0; place < places; place++) {
      placeGradient(input, slope, output, gamma, channels, load<f32>(kept), load<f32>(kept, 4));
      input += pitch;
      slope += pitch;
      output += pitch;
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
