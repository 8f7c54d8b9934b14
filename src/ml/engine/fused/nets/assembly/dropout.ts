/**
 * Inverted dropout. Whether a value stays is a word of the stream `dropout/<step>` (core/random/philox.ts):
 * word i belongs to the i-th value of the batch, rows of one layer after another, then the next such layer.
 */
import { storeBlocks } from './philox';
import { splat } from './elementary';
import { Step } from './program';
import { hands, shareOf } from './share';

@unmanaged
export class DropoutRecord {
  operation: u32;
  words: u32;
  values: u32;
  /** Values per row that earlier dropout layers draw for. */
  before: u32;
  /** Words below it leave their value out. */
  limit: u32;
  /** 1 / (1 - rate) */
  scale: f32;
  /** Words drawn, in whole blocks of sixteen. */
  drawn: usize;
  x: usize;
  y: usize;
  dy: usize;
  dx: usize;
  /** Of all four. */
  pitch: u32;
}

/** Words of a group of four blocks, which are made together. */
const GROUP: u32 = 16;

/** First word that the layer draws. */
function firstWord(step: Step, record: DropoutRecord): u32 {
  return step.rows * record.before;
}

export function drawWords(step: Step, record: DropoutRecord): void {
  const first = firstWord(step, record);
  const end = first + step.rows * record.values;
  const group = first / GROUP;
  const groups = (end + GROUP - 1) / GROUP - group;
  const sharing = hands(step, <u64>groups * 256);
  const to = shareOf(groups, step.thread + 1, sharing);
  const name0 = load<u32>(step.dropoutName);
  const name1 = load<u32>(step.dropoutName, 4);
  for (let i = shareOf(groups, step.thread, sharing); i < to; i++) {
    const target = record.drawn + ((<usize>i) << 6);
    storeBlocks(4 * (group + i), name0, name1, step.seedLow, step.seedHigh, target);
  }
}

/** y = x * mask */
export function dropoutForward(step: Step, record: DropoutRecord): void {
  mask(step, record, record.x, record.y);
}

/** dx = dy * mask */
export function dropoutBackward(step: Step, record: DropoutRecord): void {
  mask(step, record, record.dy, record.dx);
}

function mask(step: Step, record: DropoutRecord, from: usize, to: usize): void {
  const values = record.values;
  const first = firstWord(step, record) % GROUP;
  const scale = splat(record.scale);
  const limit = i32x4.splat(record.limit);
  const sharing = hands(step, <u64>step.rows * <u64>values);
  const end = shareOf(step.rows, step.thread + 1, sharing);
  for (let row = shareOf(step.rows, step.thread, sharing); row < end; row++) {
    const offset = <usize>row * <usize>record.pitch;
    const words = record.drawn + ((<usize>(first + row * values)) << 2);
    for (let i: u32 = 0; i < values; i += 4) {
      const at = (<usize>i) << 2;
      const stays = i32x4.ge_u(v128.load(words + at), limit);
      const factor = v128.and(scale, stays);
      v128.store(to + offset + at, f32x4.mul(v128.load(from + offset + at), factor));
    }
  }
}
