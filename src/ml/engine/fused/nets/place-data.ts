/** A job's data and all that the module reads before its first step, into the module's memory. */
import type { NetworkJob, Rows } from '../../engine';
import type { NetProgram } from './net-program';

export function placeData(job: NetworkJob, program: NetProgram, memory: WebAssembly.Memory): void {
  const { train, validation, inputPitch } = program;
  program.room.fill(memory);
  if (program.windowRows === null) {
    placeRows(memory, train.inputs, job.train, inputPitch);
    new Float32Array(memory.buffer, train.targets, job.train.count).set(job.train.targets);
    if (job.train.weights) {
      new Float32Array(memory.buffer, train.weights, job.train.count).set(job.train.weights);
    }
    if (job.validation) placeRows(memory, validation!.inputs, job.validation, inputPitch);
  }
  program.steps.forEach((_, thread) => placeStep(job.seed, program, thread, memory));
}

function placeRows(memory: WebAssembly.Memory, at: number, rows: Rows, pitch: number): void {
  if (rows.count === 0) return;
  const width = rows.inputs.length / rows.count;
  const floats = new Float32Array(memory.buffer, at, (rows.count * pitch) / 4);
  if (width * 4 === pitch) {
    floats.set(rows.inputs);
    return;
  }
  for (let row = 0; row < rows.count; row++) {
    floats.set(rows.inputs.subarray(row * width, (row + 1) * width), (row * pitch) / 4);
  }
}

/** A `Step` of assembly/program.ts before its first step. */
function placeStep(
  seed: number,
  { steps, gate, scratch, dropoutNames }: NetProgram,
  thread: number,
  memory: WebAssembly.Memory,
): void {
  const at = steps[thread]!;
  new Float64Array(memory.buffer, at, 2).fill(1);
  const words = [thread, steps.length, gate, scratch[thread]!, 0, 0, dropoutNames, dropoutNames];
  words.push(seed >>> 0, Math.floor(seed / 4294967296));
  new Uint32Array(memory.buffer, at + 16, words.length).set(words);
}
