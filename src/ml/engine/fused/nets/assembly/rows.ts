/** Rows into a batch, gathered by the order of the epoch or one after another, and answers out of it. */
import { Step } from './program';
import { hands, shareOf } from './share';

@unmanaged
export class GatherRecord {
  operation: u32;
  words: u32;
  /** Data: [count] rows of `pitch` bytes, targets f32 [count], weights f32 [count] or 0. */
  inputs: usize;
  targets: usize;
  weights: usize;
  /** u32 [count] */
  order: usize;
  pitch: u32;
  /** Of the batch; weights are 1 where the data has none. */
  x: usize;
  batchTargets: usize;
  batchWeights: usize;
}

export function gather(step: Step, record: GatherRecord): void {
  const sharing = hands(step, (<u64>step.rows * <u64>record.pitch) >> 2);
  const start = shareOf(step.rows, step.thread, sharing);
  const end = shareOf(step.rows, step.thread + 1, sharing);
  const order = record.order + ((<usize>step.first) << 2);
  gatherInputs(record, order, start, end);
  for (let i = start; i < end; i++) {
    const at = (<usize>i) << 2;
    const row = <usize>load<u32>(order + at);
    store<f32>(record.batchTargets + at, load<f32>(record.targets + (row << 2)));
    const weight = record.weights == 0 ? <f32>1 : load<f32>(record.weights + (row << 2));
    store<f32>(record.batchWeights + at, weight);
  }
}

/** Four rows at a time: they lie apart in memory, and waiting for all of them takes as long as for one. */
function gatherInputs(record: GatherRecord, order: usize, start: u32, end: u32): void {
  const pitch = <usize>record.pitch;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const at = order + ((<usize>i) << 2);
    const to = record.x + <usize>i * pitch;
    const a = record.inputs + <usize>load<u32>(at) * pitch;
    const b = record.inputs + <usize>load<u32>(at, 4) * pitch;
    const c = record.inputs + <usize>load<u32>(at, 8) * pitch;
    const d = record.inputs + <usize>load<u32>(at, 12) * pitch;
    copyFourRows(a, b, c, d, to, pitch);
  }
  for (; i < end; i++) {
    const row = <usize>load<u32>(order + ((<usize>i) << 2));
    copyRow(record.inputs + row * pitch, record.x + <usize>i * pitch, pitch);
  }
}

/** Rows from anywhere to one after another. */
function copyFourRows(a: usize, b: usize, c: usize, d: usize, to: usize, pitch: usize): void {
  let second = to + pitch;
  let third = second + pitch;
  let fourth = third + pitch;
  for (const end = a + pitch; a < end;) {
    v128.store(to, v128.load(a));
    v128.store(second, v128.load(b));
    v128.store(third, v128.load(c));
    v128.store(fourth, v128.load(d));
    a += 16;
    b += 16;
    c += 16;
    d += 16;
    to += 16;
    second += 16;
    third += 16;
    fourth += 16;
  }
}

function copyRow(from: usize, to: usize, bytes: usize): void {
  const end = from + bytes;
  for (; from < end; from += 16, to += 16) v128.store(to, v128.load(from));
}

@unmanaged
export class TakeRecord {
  operation: u32;
  words: u32;
  inputs: usize;
  pitch: u32;
  x: usize;
}

/** Rows in the order of the data. */
export function take(step: Step, record: TakeRecord): void {
  const sharing = hands(step, (<u64>step.rows * <u64>record.pitch) >> 2);
  const from = shareOf(step.rows, step.thread, sharing);
  const to = shareOf(step.rows, step.thread + 1, sharing);
  const pitch = <usize>record.pitch;
  const source = record.inputs + <usize>(step.first + from) * pitch;
  copyRow(source, record.x + <usize>from * pitch, <usize>(to - from) * pitch);
}

@unmanaged
export class GiveRecord {
  operation: u32;
  words: u32;
  /** Of the batch. */
  outputs: usize;
  pitch: u32;
  width: u32;
  /** f32 [all rows, width] without gaps. */
  answers: usize;
}

export function give(step: Step, record: GiveRecord): void {
  if (step.thread != 0) return;
  const width = (<usize>record.width) << 2;
  let to = record.answers + <usize>step.first * width;
  let from = record.outputs;
  for (let row: u32 = 0; row < step.rows; row++) {
    for (let at: usize = 0; at < width; at += 4) store<f32>(to + at, load<f32>(from + at));
    to += width;
    from += record.pitch;
  }
}
