/**
 * Losses of rows, and their gradients by the outputs. A row's loss is made in float32 and weighed in float64;
 * the sums over the rows of an epoch are float64, in the order of the rows.
 */
import { across, exp4, log4, sigmoid4, softplus4, splat } from './elementary';
import { loadLanes } from './lanes';
import { Step } from './program';
import { hands, shareOf } from './share';

/** Host: ../records.ts. */
const LOGISTIC: u32 = 0;
const SOFTMAX: u32 = 1;
const SQUARED: u32 = 2;
const ABSOLUTE: u32 = 3;

@unmanaged
export class LossRecord {
  operation: u32;
  words: u32;
  loss: u32;
  outputs: usize;
  dy: usize;
  pitch: u32;
  width: u32;
  targets: usize;
  weights: usize;
  /** f64 [rows]: weight times loss. */
  rowLosses: usize;
}

/** dy = d(mean over the batch of weight * loss) / d outputs; `squared` counts as half of the square here. */
export function lossAndGradient(step: Step, record: LossRecord): void {
  const sharing = hands(step, <u64>step.rows * <u64>(record.width * 16));
  const end = shareOf(step.rows, step.thread + 1, sharing);
  const share = <f32>1 / <f32>step.rows;
  for (let row = shareOf(step.rows, step.thread, sharing); row < end; row++) {
    const at = (<usize>row) << 2;
    const weight = load<f32>(record.weights + at);
    const target = load<f32>(record.targets + at);
    const offset = <usize>row * <usize>record.pitch;
    const z = record.outputs + offset;
    const dy = record.dy + offset;
    const loss =
      record.loss == SOFTMAX
        ? softmaxRow(z, dy, record.width, <u32>target, weight * share)
        : oneOutput(record.loss, z, dy, target, weight * share);
    store<f64>(record.rowLosses + (at << 1), <f64>weight * <f64>loss);
  }
}

function softmaxRow(z: usize, dy: usize, width: u32, target: u32, scale: f32): f32 {
  const bytes = (<usize>width) << 2;
  let most = splat(-Infinity);
  // NaN as soon as any output is not finite.
  let off = splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const lanes = <i32>((bytes - at) >> 2);
    most = f32x4.max(most, loadLanes(z + at, lanes, -Infinity));
    const known = loadLanes(z + at, lanes, 0);
    off = f32x4.add(off, f32x4.sub(known, known));
  }
  const peak = max<f32>(
    max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  let sums = splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const lanes = <i32>((bytes - at) >> 2);
    const e = exp4(f32x4.sub(loadLanes(z + at, lanes, -Infinity), splat(peak)));
    v128.store(dy + at, e);
    sums = f32x4.add(sums, e);
  }
  const sum = across(sums);
  const own = load<f32>(dy + ((<usize>target) << 2)) / sum;
  for (let at: usize = 0; at < bytes; at += 16) {
    const share = f32x4.div(v128.load(dy + at), splat(sum));
    v128.store(dy + at, f32x4.mul(share, splat(scale)));
  }
  store<f32>(dy + ((<usize>target) << 2), (own - 1) * scale);
  const level = f32x4.extract_lane(log4(splat(sum)), 0);
  return level + (peak - load<f32>(z + ((<usize>target) << 2))) + across(off);
}

function oneOutput(loss: u32, z: usize, dy: usize, target: f32, scale: f32): f32 {
  const output = load<f32>(z);
  const off = output - target;
  // NaN where the output is not finite.
  const nothing = output - output;
  if (loss == LOGISTIC) {
    const answer = f32x4.extract_lane(sigmoid4(splat(output)), 0);
    store<f32>(dy, (answer - target) * scale);
    const away: f32 = target == 1 ? -output : output;
    return f32x4.extract_lane(softplus4(splat(away)), 0) + nothing;
  }
  if (loss == SQUARED) {
    store<f32>(dy, off * scale);
    return off * off + nothing;
  }
  const size = abs<f32>(off);
  const side: f32 = off > 0 ? 1 : off < 0 ? -1 : off;
  if (loss == ABSOLUTE) {
    store<f32>(dy, side * scale);
    return size + nothing;
  }
  store<f32>(dy, (size <= 1 ? off : side) * scale);
  return (size <= 1 ? off * off * 0.5 : size - 0.5) + nothing;
}

@unmanaged
export class AddLossRecord {
  operation: u32;
  words: u32;
  rowLosses: usize;
  weights: usize;
  /** f64 [2]: weighted losses and weights of the epoch so far. */
  totals: usize;
}

export function addLoss(step: Step, record: AddLossRecord): void {
  if (step.thread != 0) return;
  let losses = load<f64>(record.totals);
  let weights = load<f64>(record.totals, 8);
  for (let row: u32 = 0; row < step.rows; row++) {
    losses += load<f64>(record.rowLosses + (row << 3));
    weights += <f64>load<f32>(record.weights + (row << 2));
  }
  store<f64>(record.totals, losses);
  store<f64>(record.totals, weights, 8);
}
