/**
 * Data too large for the module's memory goes through a part of it, in the order in which steps ask for it:
 * the rows of the next steps are copied there, and the order names their places. The bits are the same.
 */
import type { NetworkJob, Rows } from '../../engine';
import type { NetProgram } from './net-program';

export class RowWindow {
  /** Steps whose rows fit. */
  readonly steps: number;

  constructor(
    private readonly job: NetworkJob,
    private readonly program: NetProgram,
    private readonly memory: WebAssembly.Memory,
    /** Rows that fit. */
    readonly rows: number,
  ) {
    this.steps = Math.max(1, Math.floor(rows / job.trainer.batch));
  }

  /** Rows of train for places `from` up to `to` of the epoch's order. */
  train(order: Uint32Array, from: number, to: number): void {
    const { program, memory } = this;
    const { train } = this.job;
    const targets = new Float32Array(memory.buffer, program.train.targets, this.rows);
    const weights =
      train.weights && new Float32Array(memory.buffer, program.train.weights, this.rows);
    const places = new Uint32Array(memory.buffer, program.order, train.count);
    const put = this.#putInto(program.train.inputs, train);
    for (let place = from; place < to; place++) {
      const row = order[place]!;
      const at = place - from;
      put(row, at);
      targets[at] = train.targets[row]!;
      if (weights) weights[at] = train.weights![row]!;
      places[place] = at;
    }
  }

  /** Rows of validation from `from` up to `to`. */
  validation(validation: Rows, from: number, to: number): void {
    const put = this.#putInto(this.program.validation!.inputs, validation);
    for (let row = from; row < to; row++) put(row, row - from);
  }

  #putInto(inputs: number, rows: Rows): (row: number, at: number) => void {
    const pitch = this.program.inputPitch / 4;
    const width = rows.inputs.length / rows.count;
    const floats = new Float32Array(this.memory.buffer, inputs, this.rows * pitch);
    return (row, at) => {
      floats.set(rows.inputs.subarray(row * width, (row + 1) * width), at * pitch);
    };
  }
}
