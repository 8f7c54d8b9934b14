/**
 * Batch normalisation of [rows][places, channels]: every channel to mean 0 and variance 1 over the batch
 * (batch-statistics.ts), then scaled and shifted. Gradients of scale and shift are split by groups of four
 * channels, values and their gradients by rows.
 */
import { joined, promoteHigh } from './batch-statistics';
import { storeLanes } from './lanes';
import { madd } from './madd';

/** y = (x - mean) * (inverse deviation * gamma) + beta, for rows from..to - 1. */
export function batchNormForward(
  x: usize,
  xPitch: u32,
  places: u32,
  channels: u32,
  means: usize,
  scales: usize,
  gamma: usize,
  beta: usize,
  y: usize,
  yPitch: u32,
  from: u32,
  to: u32,
): void {
  const pitch = (<usize>channels) << 2;
  for (let row = from; row < to; row++) {
    for (let c: u32 = 0; c < channels; c += 4) {
      const column = (<usize>c) << 2;
      const mean = v128.load(means + column);
      const scale = f32x4.mul(v128.load(scales + column), v128.load(gamma + column));
      const shift = v128.load(beta + column);
      const lanes = <i32>(channels - c);
      let input = x + <usize>row * <usize>xPitch + column;
      let output = y + <usize>row * <usize>yPitch + column;
      for (let place: u32 = 0; place < places; place++) {
        storeLanes(output, madd(f32x4.sub(v128.load(input), mean), scale, shift), lanes);
        input += pitch;
        output += pitch;
      }
    }
  }
}

/** Gradients of gamma and beta over rows 0..rows - 1, of groups from..to - 1. */
export function batchNormScaleGradient(
  x: usize,
  xPitch: u32,
  places: u32,
  channels: u32,
  means: usize,
  scales: usize,
  dy: usize,
  dyPitch: u32,
  gammaGradient: usize,
  betaGradient: usize,
  rows: u32,
  from: u32,
  to: u32,
): void {
  const pitch = (<usize>channels) << 2;
  const nothing = f64x2.splat(0);
  for (let group = from; group < to; group++) {
    const column = (<usize>group) << 4;
    const mean = v128.load(means + column);
    const scale = v128.load(scales + column);
    let gammaLow = nothing;
    let gammaHigh = nothing;
    let betaLow = nothing;
    let betaHigh = nothing;
    for (let row: u32 = 0; row < rows; row++) {
      let input = x + <usize>row * <usize>xPitch + column;
      let slope = dy + <usize>row * <usize>dyPitch + column;
      let gammaSum = f32x4.splat(0);
      let betaSum = gammaSum;
      for (let place: u32 = 0; place < places; place++) {
        const d = v128.load(slope);
        gammaSum = madd(d, f32x4.mul(f32x4.sub(v128.load(input), mean), scale), gammaSum);
        betaSum = f32x4.add(betaSum, d);
        input += pitch;
        slope += pitch;
      }
      gammaLow = f64x2.add(gammaLow, f64x2.promote_low_f32x4(gammaSum));
      gammaHigh = f64x2.add(gammaHigh, promoteHigh(gammaSum));
      betaLow = f64x2.add(betaLow, f64x2.promote_low_f32x4(betaSum));
      betaHigh = f64x2.add(betaHigh, promoteHigh(betaSum));
    }
    const lanes = <i32>(channels - (group << 2));
    storeLanes(gammaGradient + column, joined(gammaLow, gammaHigh), lanes);
    storeLanes(betaGradient + column, joined(betaLow, betaHigh), lanes);
  }
}

/**
 * dx of rows from..to - 1 of a batch of `rows`, from the gradients of gamma and beta:
 * gamma / deviation * (dy - (beta gradient + normalised x * gamma gradient) / n).
 */
export function batchNormInputGradient(
  x: usize,
  xPitch: u32,
  places: u32,
  channels: u32,
  means: usize,
  scales: usize,
  gamma: usize,
  gammaGradient: usize,
  betaGradient: usize,
  dy: usize,
  dyPitch: u32,
  dx: usize,
  dxPitch: u32,
  rows: u32,
  from: u32,
  to: u32,
): void {
  const pitch = (<usize>channels) << 2;
  const share = f32x4.splat(1 / <f32>(rows * places));
  for (let row = from; row < to; row++) {
    for (let c: u32 = 0; c < channels; c += 4) {
      const column = (<usize>c) << 2;
      const mean = v128.load(means + column);
      const scale = v128.load(scales + column);
      const slopeScale = f32x4.mul(scale, v128.load(gamma + column));
      const slant = f32x4.mul(v128.load(gammaGradient + column), share);
      const level = f32x4.mul(v128.load(betaGradient + column), share);
      const lanes = <i32>(channels - c);
      let input = x + <usize>row * <usize>xPitch + column;
      let slope = dy + <usize>row * <usize>dyPitch + column;
      let output = dx + <usize>row * <usize>dxPitch + column;
      for (let place: u32 = 0; place < places; place++) {
        const normal = f32x4.mul(f32x4.sub(v128.load(input), mean), scale);
        const rest = f32x4.sub(v128.load(slope), madd(normal, slant, level));
        storeLanes(output, f32x4.mul(rest, slopeScale), lanes);
        input += pitch;
        slope += pitch;
        output += pitch;
      }
    }
  }
}
