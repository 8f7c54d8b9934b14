/**
 * Embedding: a code is a row of the table. Codes are whole numbers from 0 to vocabulary - 1; everything
 * else, NaN included, is the last row.
 */
import { addLanes } from './lanes';
import { Step } from './program';
import { hands, shareOf } from './share';

@unmanaged
export class EmbeddingRecord {
  operation: u32;
  words: u32;
  /** Codes [rows][length] */
  x: usize;
  xPitch: usize;
  /** [rows][length, size], or its gradient. */
  y: usize;
  yPitch: usize;
  length: u32;
  vocabulary: u32;
  size: u32;
  /** [vocabulary + 1, size], and its gradient. */
  table: usize;
  tableGradient: usize;
}

function workOf(step: Step, record: EmbeddingRecord): u64 {
  return <u64>step.rows * <u64>(record.length * record.size);
}

function codeOf(value: f32, vocabulary: u32): u32 {
  // A comparison with NaN is false.
  if (value >= 0 && value < <f32>vocabulary && floor<f32>(value) == value) return <u32>value;
  return vocabulary;
}

export function embeddingForward(step: Step, record: EmbeddingRecord): void {
  const bytes = (<usize>record.size) << 2;
  const sharing = hands(step, workOf(step, record));
  const end = shareOf(step.rows, step.thread + 1, sharing);
  for (let row = shareOf(step.rows, step.thread, sharing); row < end; row++) {
    const codes = record.x + <usize>row * record.xPitch;
    let output = record.y + <usize>row * record.yPitch;
    for (let i: u32 = 0; i < record.length; i++) {
      const code = codeOf(load<f32>(codes + (i << 2)), record.vocabulary);
      memory.copy(output, record.table + <usize>code * bytes, bytes);
      output += bytes;
    }
  }
}

/** What each place of each row gives, in this order; split by fours of columns. */
export function embeddingGradient(step: Step, record: EmbeddingRecord): void {
  const bytes = (<usize>record.size) << 2;
  const sharing = hands(step, workOf(step, record));
  const groups = (record.size + 3) >> 2;
  const first = (<usize>shareOf(groups, step.thread, sharing)) << 4;
  const end = min((<usize>shareOf(groups, step.thread + 1, sharing)) << 4, bytes);
  if (first >= end) return;
  for (let code: u32 = 0; code <= record.vocabulary; code++) {
    memory.fill(record.tableGradient + <usize>code * bytes + first, 0, end - first);
  }
  for (let row: u32 = 0; row < step.rows; row++) {
    const codes = record.x + <usize>row * record.xPitch;
    let slope = record.y + <usize>row * record.yPitch;
    for (let i: u32 = 0; i < record.length; i++) {
      const code = codeOf(load<f32>(codes + (i << 2)), record.vocabulary);
      const target = record.tableGradient + <usize>code * bytes;
      for (let at = first; at < end; at += 16) {
        addLanes(target + at, v128.load(slope + at), <i32>((end - at) >> 2));
      }
      slope += bytes;
    }
  }
}
