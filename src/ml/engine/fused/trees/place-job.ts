/** Puts a job into the module's memory: targets, weights, settings, and the inputs as bins. */
import { EXP_TABLE } from '../../../../core/math/exp-table';
import type { Rows, TreesJob } from '../../engine';
import {
  cellBytes,
  chosenInputs,
  DOUBLES,
  drawsPerSplit,
  forestClasses,
  MOST_CELLS,
  mostLeaves,
  WORDS,
  type ProblemMemory,
} from './problem-memory';
import type { Binning } from './tree-store';
import type { TreesInstance } from './trees-module';

const LOSSES = ['logistic', 'softmax', 'squared', 'absolute', 'quantile', 'poisson'] as const;

type Field = (typeof WORDS)[number] | (typeof DOUBLES)[number];

/** Address of a field of the problem. */
export function fieldAt(plan: ProblemMemory, field: Field): number {
  const word = WORDS.indexOf(field as (typeof WORDS)[number]);
  if (word >= 0) return plan.at.problem + 4 * word;
  return (
    plan.at.problem + 4 * WORDS.length + 8 * DOUBLES.indexOf(field as (typeof DOUBLES)[number])
  );
}

/** Bins train and validation and writes the problem; returns what turns bins back into values. */
export function placeJob(job: TreesJob, plan: ProblemMemory, instance: TreesInstance): Binning {
  const { memory } = instance;
  const { at } = plan;
  const { train, validation, inputs, categories, model } = job;
  new Float64Array(memory.buffer, at.expTable, EXP_TABLE.length).set(EXP_TABLE);
  new Float32Array(memory.buffer, at.targets, train.count).set(train.targets);
  if (train.weights) {
    new Float32Array(memory.buffer, at.weights, train.count).set(train.weights);
  }
  const binning: Binning = {
    codes: categories.map((codes) => Math.min(codes, model.bins)),
    bounds: Array.from({ length: inputs }, (_, input) => binInput(job, input, plan, instance)),
  };
  if (validation) {
    for (let input = 0; input < inputs; input++) {
      const codes = binning.codes[input]!;
      putColumn(validation, inputs, input, plan, instance);
      const into = binsAt(plan.validationBins, validation.count, input);
      if (codes > 0) instance.exports.assignCodes(at.column, validation.count, codes, into);
      else {
        putBounds(binning.bounds[input]!, plan, instance);
        const { length } = binning.bounds[input]!;
        instance.exports.assignBins(at.column, validation.count, plan.bounds, length, into);
      }
    }
  }
  const counts = binning.bounds.map(({ length }, i) => binning.codes[i]! || length + 1);
  placeInputs(job, plan, counts, memory);
  placeFields(
    job,
    plan,
    counts.reduce((sum, bins) => sum + bins + 1, 0),
    memory,
  );
  return binning;
}

/** First byte of an input's bins: blocks of four inputs, four bytes from row to row. */
function binsAt(bins: number, rows: number, input: number): number {
  return bins + 4 * rows * (input >> 2) + (input & 3);
}

/** The bounds of one input of train, whose bins are written; none for categories. */
function binInput(
  { train, inputs, categories, model }: TreesJob,
  input: number,
  plan: ProblemMemory,
  instance: TreesInstance,
): Float32Array {
  const { exports, memory } = instance;
  const { column, bins } = plan.at;
  putColumn(train, inputs, input, plan, instance);
  const into = binsAt(bins, train.count, input);
  const codes = Math.min(categories[input]!, model.bins);
  if (codes > 0) {
    exports.assignCodes(column, train.count, codes, into);
    return new Float32Array(0);
  }
  const count = exports.findBounds(column, train.count, model.bins, plan.bounds, plan.scratch);
  const bounds = new Float32Array(memory.buffer, plan.bounds, count).slice();
  putBounds(bounds, plan, instance);
  exports.assignBins(column, train.count, plan.bounds, count, into);
  return bounds;
}

function putColumn(
  { inputs: values, count }: Rows,
  inputs: number,
  input: number,
  plan: ProblemMemory,
  { memory }: TreesInstance,
): void {
  const column = new Float32Array(memory.buffer, plan.at.column, count);
  for (let row = 0, at = input; row < count; row++, at += inputs) column[row] = values[at]!;
}

function putBounds(bounds: Float32Array, plan: ProblemMemory, { memory }: TreesInstance): void {
  const all = new Float32Array(memory.buffer, plan.bounds, MOST_CELLS);
  all.fill(Infinity);
  all.set(bounds);
}

function placeInputs(
  { inputs, categories, monotone }: TreesJob,
  { at }: ProblemMemory,
  counts: number[],
  { buffer }: WebAssembly.Memory,
): void {
  new Uint32Array(buffer, at.binCounts, inputs).set(counts);
  const offsets = new Uint32Array(buffer, at.offsets, inputs);
  for (let i = 1; i < inputs; i++) offsets[i] = offsets[i - 1]! + counts[i - 1]! + 1;
  new Uint8Array(buffer, at.categorical, inputs).set(categories.map((n) => (n > 0 ? 1 : 0)));
  new Int8Array(buffer, at.monotone, inputs).set(monotone);
}

function placeFields(
  job: TreesJob,
  plan: ProblemMemory,
  cells: number,
  { buffer }: WebAssembly.Memory,
): void {
  const { train, inputs, outputs, model, trainer, monotone } = job;
  const boosted = model.kind === 'trees' ? model : null;
  const words: Record<(typeof WORDS)[number], number> = {
    ...plan.at,
    rows: train.count,
    inputs,
    outputs: forestClasses(job) > 0 ? 1 : outputs,
    // Trees of a forest are means of their leaves, of shares as well.
    loss: LOSSES.indexOf(boosted ? job.loss : 'squared'),
    leaves: mostLeaves(job),
    depth: model.depth ?? 0xffffffff,
    leastRows: model.leastRows,
    bounded: monotone.some((direction) => direction !== 0) ? 1 : 0,
    perSplit: drawsPerSplit(job) ? 1 : 0,
    cells,
    slots: plan.slots,
    sampled: train.count,
    chosen: chosenInputs(job),
    countBits: 32 - Math.clz32(train.count),
    classes: forestClasses(job),
    cellBytes: cellBytes(job),
  };
  const doubles: Record<(typeof DOUBLES)[number], number> = {
    l2: boosted?.l2 ?? 0,
    learningRate: boosted ? trainer.learningRate : 1,
    quantile: boosted?.quantile ?? 0.5,
    gradientUnit: 1,
    hessianUnit: 1,
  };
  const view = new DataView(buffer);
  for (const name of WORDS) view.setUint32(fieldAt(plan, name), words[name], true);
  for (const name of DOUBLES) view.setFloat64(fieldAt(plan, name), doubles[name], true);
}
