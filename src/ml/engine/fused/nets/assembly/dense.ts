/** Dense layers: three products, each split by whichever side of the result is longer. */
import { columnsByPanel } from './column-product';
import { storeLanes } from './lanes';
import { BLOCK, BLOCK_BYTES, packBlock, packColumns, packLines, PANEL, PANEL_BYTES } from './pack';
import { rowsByPanel } from './product';
import { Step } from './program';
import { hands, shareOf } from './share';

/** All matrices by address and pitch; kernel [inputs, outputs] and bias [outputs] without gaps. */
@unmanaged
export class DenseRecord {
  operation: u32;
  words: u32;
  inputs: u32;
  outputs: u32;
  /** [rows, inputs] */
  x: usize;
  xPitch: usize;
  /** The layer's output before its activation, or the gradient by it, [rows, outputs]. */
  y: usize;
  yPitch: usize;
  kernel: usize;
  bias: usize;
  /** Gradients by kernel and bias. */
  kernelGradient: usize;
  biasGradient: usize;
  /** Gradient by x, with x's pitch. */
  dx: usize;
  /** 8 zeros. */
  zeros: usize;
}

function work(step: Step, record: DenseRecord): u64 {
  return <u64>step.rows * <u64>record.inputs * <u64>record.outputs;
}

/** Items in whole fours, as far as they go. */
function fours(total: u32, thread: u32, sharing: u32): u32 {
  return min(total, shareOf((total + 3) >> 2, thread, sharing) << 2);
}

export function denseForward(step: Step, record: DenseRecord): void {
  const outputs = record.outputs;
  const sharing = hands(step, work(step, record));
  const byRows = step.rows >= outputs;
  const rowFrom: u32 = byRows ? fours(step.rows, step.thread, sharing) : 0;
  const rowTo: u32 = byRows ? fours(step.rows, step.thread + 1, sharing) : step.rows;
  const panels = (outputs + PANEL - 1) / PANEL;
  const first: u32 = byRows ? 0 : shareOf(panels, step.thread, sharing);
  const end: u32 = byRows ? panels : shareOf(panels, step.thread + 1, sharing);
  if (step.thread >= sharing) return;
  const biases = step.scratch + <usize>record.inputs * PANEL_BYTES;
  for (let panel = first; panel < end; panel++) {
    const column = panel * PANEL;
    const lanes = <i32>(outputs - column);
    const pitch = (<usize>outputs) << 2;
    packColumns(record.kernel, pitch, record.inputs, column, outputs, step.scratch);
    packColumns(record.bias, pitch, 1, column, outputs, biases);
    rowsByPanel(
      record.x,
      record.xPitch,
      record.inputs,
      step.scratch,
      biases,
      record.y + ((<usize>column) << 2),
      record.yPitch,
      rowFrom,
      rowTo,
      lanes,
    );
  }
}

/**
 * Gradients by kernel and bias: sums over the rows of the batch, ascending. All panels of `y` are packed first;
 * then a few columns of `x` at a time, which all panels need while they are at hand.
 */
export function denseKernelGradient(step: Step, record: DenseRecord): void {
  const outputs = record.outputs;
  const sharing = hands(step, work(step, record));
  if (step.thread >= sharing) return;
  const byInputs = record.inputs >= outputs;
  const from: u32 = byInputs ? fours(record.inputs, step.thread, sharing) : 0;
  const to: u32 = byInputs ? fours(record.inputs, step.thread + 1, sharing) : record.inputs;
  const panels = (outputs + PANEL - 1) / PANEL;
  const first: u32 = byInputs ? 0 : shareOf(panels, step.thread, sharing);
  const end: u32 = byInputs ? panels : shareOf(panels, step.thread + 1, sharing);
  const panelBytes = <usize>step.rows * PANEL_BYTES;
  for (let panel = first; panel < end; panel++) {
    const packed = step.scratch + <usize>(panel - first) * panelBytes;
    const column = panel * PANEL;
    packColumns(record.y, record.yPitch, step.rows, column, outputs, packed);
    const bias = record.biasGradient + ((<usize>column) << 2);
    if (from == 0) sumLines(packed, step.rows, bias, <i32>(outputs - column));
  }
  const block = step.scratch + <usize>(end - first) * panelBytes;
  const pitch = (<usize>outputs) << 2;
  for (let input = from; input < to; input += BLOCK) {
    const columns = min(BLOCK, to - input);
    packBlock(record.x + ((<usize>input) << 2), record.xPitch, step.rows, columns, block);
    const lines = record.kernelGradient + <usize>input * pitch;
    for (let panel = first; panel < end; panel++) {
      const packed = step.scratch + <usize>(panel - first) * panelBytes;
      const column = panel * PANEL;
      const to = lines + ((<usize>column) << 2);
      const lanes = <i32>(outputs - column);
      columnsByPanel(block, BLOCK_BYTES, step.rows, packed, to, pitch, 0, columns, lanes);
    }
  }
}

function sumLines(panel: usize, lines: u32, to: usize, lanes: i32): void {
  let a = f32x4.splat(0);
  let b = a;
  const end = panel + <usize>lines * PANEL_BYTES;
  for (; panel < end; panel += PANEL_BYTES) {
    a = f32x4.add(a, v128.load(panel));
    b = f32x4.add(b, v128.load(panel, 16));
  }
  storeLanes(to, a, lanes);
  storeLanes(to + 16, b, lanes - 4);
}

/** dx = dy * kernel transposed. */
export function denseInputGradient(step: Step, record: DenseRecord): void {
  const inputs = record.inputs;
  const sharing = hands(step, work(step, record));
  if (step.thread >= sharing) return;
  const byRows = step.rows >= inputs;
  const rowFrom: u32 = byRows ? fours(step.rows, step.thread, sharing) : 0;
  const rowTo: u32 = byRows ? fours(step.rows, step.thread + 1, sharing) : step.rows;
  const panels = (inputs + PANEL - 1) / PANEL;
  const first: u32 = byRows ? 0 : shareOf(panels, step.thread, sharing);
  const end: u32 = byRows ? panels : shareOf(panels, step.thread + 1, sharing);
  const pitch = (<usize>record.outputs) << 2;
  for (let panel = first; panel < end; panel++) {
    const column = panel * PANEL;
    packLines(record.kernel, pitch, record.outputs, column, inputs, step.scratch);
    rowsByPanel(
      record.y,
      record.yPitch,
      record.outputs,
      step.scratch,
      record.zeros,
      record.dx + ((<usize>column) << 2),
      record.xPitch,
      rowFrom,
      rowTo,
      <i32>(inputs - column),
    );
  }
}
