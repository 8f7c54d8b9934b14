/**
 * Batch normalisation: every channel to mean 0 and variance 1 over the batch (batch-statistics.ts), then
 * scaled and shifted. Gradients of scale and shift are split by groups of four channels, values and their
 * gradients by rows.
 */
import { BatchNormRecord, batchNormWork, joined, promoteHigh } from './batch-statistics';
import { storeLanes } from './lanes';
import { madd } from './madd';
import { Step } from './program';
import { hands, shareOf } from './share';

/** y = (x - mean) * (inverse deviation * gamma) + beta */
export function batchNormForward(step: Step, record: BatchNormRecord): void {
  const channels = record.channels;
  const pitch = (<usize>channels) << 2;
  const sharing = hands(step, batchNormWork(step, record));
  const end = shareOf(step.rows, step.thread + 1, sharing);
  for (let row = shareOf(step.rows, step.thread, sharing); row < end; row++) {
    for (let c: u32 = 0; c < channels; c += 4) {
      const column = (<usize>c) << 2;
      const mean = v128.load(record.means + column);
      const scale = f32x4.mul(v128.load(record.scales + column), v128.load(record.gamma + column));
      const shift = v128.load(record.beta + column);
      const lanes = <i32>(channels - c);
      let input = record.x + <usize>row * record.xPitch + column;
      let output = record.y + <usize>row * record.yPitch + column;
      for (let place: u32 = 0; place < record.places; place++) {
        storeLanes(output, madd(f32x4.sub(v128.load(input), mean), scale, shift), lanes);
        input += pitch;
        output += pitch;
      }
    }
  }
}

export function batchNormScaleGradient(step: Step, record: BatchNormRecord): void {
  const sharing = hands(step, batchNormWork(step, record));
  const groups = (record.channels + 3) >> 2;
  const end = shareOf(groups, step.thread + 1, sharing);
  for (let group = shareOf(groups, step.thread, sharing); group < end; group++) {
    scaleGradient(step.rows, record, group);
  }
}

function scaleGradient(rows: u32, record: BatchNormRecord, group: u32): void {
  const pitch = (<usize>record.channels) << 2;
  const column = (<usize>group) << 4;
  const mean = v128.load(record.means + column);
  const scale = v128.load(record.scales + column);
  let gammaLow = f64x2.splat(0);
  let gammaHigh = gammaLow;
  let betaLow = gammaLow;
  let betaHigh = gammaLow;
  for (let row: u32 = 0; row < rows; row++) {
    let input = record.x + <usize>row * record.xPitch + column;
    let slope = record.y + <usize>row * record.yPitch + column;
    let gammaSum = f32x4.splat(0);
    let betaSum = gammaSum;
    for (let place: u32 = 0; place < record.places; place++) {
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
  const lanes = <i32>(record.channels - (group << 2));
  storeLanes(record.gammaGradient + column, joined(gammaLow, gammaHigh), lanes);
  storeLanes(record.betaGradient + column, joined(betaLow, betaHigh), lanes);
}

/**
 * From the gradients of gamma and beta, n being rows times places:
 * inverse deviation * gamma * (dy - (normalised x * gamma gradient / n + beta gradient / n)).
 */
export function batchNormInputGradient(step: Step, record: BatchNormRecord): void {
  const channels = record.channels;
  const pitch = (<usize>channels) << 2;
  const share = f32x4.splat(1 / <f32>(step.rows * record.places));
  const sharing = hands(step, batchNormWork(step, record));
  const end = shareOf(step.rows, step.thread + 1, sharing);
  for (let row = shareOf(step.rows, step.thread, sharing); row < end; row++) {
    for (let c: u32 = 0; c < channels; c += 4) {
      const column = (<usize>c) << 2;
      const mean = v128.load(record.means + column);
      const scale = v128.load(record.scales + column);
      const steepness = f32x4.mul(scale, v128.load(record.gamma + column));
      const slant = f32x4.mul(v128.load(record.gammaGradient + column), share);
      const level = f32x4.mul(v128.load(record.betaGradient + column), share);
      const lanes = <i32>(channels - c);
      let input = record.x + <usize>row * record.xPitch + column;
      let slope = record.y + <usize>row * record.yPitch + column;
      let output = record.dx + <usize>row * record.xPitch + column;
      for (let place: u32 = 0; place < record.places; place++) {
        const normal = f32x4.mul(f32x4.sub(v128.load(input), mean), scale);
        const rest = f32x4.sub(v128.load(slope), madd(normal, slant, level));
        storeLanes(output, f32x4.mul(rest, steepness), lanes);
        input += pitch;
        slope += pitch;
        output += pitch;
      }
    }
  }
}
