/** What is done to the whole gradient before it is used: penalties on weights, and clipping by its norm. */
import { splat } from './elementary';
import { storeLanes } from './lanes';
import { madd } from './madd';
import { Step } from './program';
import { hands, shareOf } from './share';

@unmanaged
export class PenaltyRecord {
  operation: u32;
  words: u32;
  weights: usize;
  gradient: usize;
  size: u32;
  l1: f32;
  l2: f32;
}

/** gradient += l2 * weight, then += l1 * sign of the weight. */
export function penalise(step: Step, record: PenaltyRecord): void {
  const groups = (record.size + 3) >> 2;
  const sharing = hands(step, <u64>record.size);
  const end = shareOf(groups, step.thread + 1, sharing);
  const l1 = splat(record.l1);
  const l2 = splat(record.l2);
  for (let group = shareOf(groups, step.thread, sharing); group < end; group++) {
    const at = (<usize>group) << 4;
    const w = v128.load(record.weights + at);
    const sign = v128.or(l1, v128.and(w, i32x4.splat(0x80000000)));
    const side = v128.and(sign, f32x4.ne(w, splat(0)));
    const g = f32x4.add(madd(w, l2, v128.load(record.gradient + at)), side);
    storeLanes(record.gradient + at, g, <i32>(record.size - (group << 2)));
  }
}

/** Values whose squares are summed together. */
const BLOCK: u32 = 1024;

@unmanaged
export class NormRecord {
  operation: u32;
  words: u32;
  gradient: usize;
  size: u32;
  /** f64 [blocks of 1024 values] */
  sums: usize;
  /** Largest norm; read when clipping. */
  most: f32;
}

/**
 * Sum of squares of each block, in float64: four sums, one for each remainder by four, added as
 * (0 + 1) + (2 + 3).
 */
export function sumSquares(step: Step, record: NormRecord): void {
  const blocks = (record.size + BLOCK - 1) / BLOCK;
  const sharing = hands(step, <u64>record.size);
  const end = shareOf(blocks, step.thread + 1, sharing);
  for (let block = shareOf(blocks, step.thread, sharing); block < end; block++) {
    const first = block * BLOCK;
    const last = min(first + BLOCK, record.size);
    let low = f64x2.splat(0);
    let high = low;
    let at = record.gradient + ((<usize>first) << 2);
    let i = first;
    for (; i + 4 <= last; i += 4, at += 16) {
      const g = v128.load(at);
      const a = f64x2.promote_low_f32x4(g);
      const b = f64x2.promote_low_f32x4(v128.shuffle<u32>(g, g, 2, 3, 2, 3));
      low = f64x2.add(low, f64x2.mul(a, a));
      high = f64x2.add(high, f64x2.mul(b, b));
    }
    let sum =
      f64x2.extract_lane(low, 0) +
      f64x2.extract_lane(low, 1) +
      (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
    for (; i < last; i++, at += 4) {
      const g = <f64>load<f32>(at);
      sum += g * g;
    }
    store<f64>(record.sums + ((<usize>block) << 3), sum);
  }
}

/** gradient *= most / max(norm, most), of the record that summed the squares. */
export function clip(step: Step, record: NormRecord): void {
  const blocks = (record.size + BLOCK - 1) / BLOCK;
  let sum: f64 = 0;
  for (let block: u32 = 0; block < blocks; block++) {
    sum += load<f64>(record.sums + ((<usize>block) << 3));
  }
  const most = <f64>record.most;
  const factor = splat(<f32>(most / max<f64>(sqrt<f64>(sum), most)));
  const groups = (record.size + 3) >> 2;
  const sharing = hands(step, <u64>record.size);
  const end = shareOf(groups, step.thread + 1, sharing);
  for (let group = shareOf(groups, step.thread, sharing); group < end; group++) {
    const at = record.gradient + ((<usize>group) << 4);
    const scaled = f32x4.mul(v128.load(at), factor);
    storeLanes(at, scaled, <i32>(record.size - (group << 2)));
  }
}
