/** Rows of numbers for two classes, from the bench's seed: the same in the page and in Node. */
import { stream } from '../../../src/core/random/philox';
import type { Rows, TreesJob } from '../../../src/ml/engine/engine';
import { BOOSTING, SEED, type TreesTask } from './tasks';

/** A fifth more rows are drawn for what is held out. */
const HELD_SHARE = 0.2;

/** `count` numbers in [-1, 1) from a stream of the bench's seed. */
export function drawUniform(name: string, count: number): Float32Array {
  const words = new Uint32Array(count);
  stream(SEED, name).words(0, words);
  return Float32Array.from(words, (word) => word / 2147483648 - 1);
}

/**
 * Rows of a stream of that name, each input uniform in -1 to 1.
 * Steps, products and squares of some inputs and much noise decide the class, so that trees have something
 * to find at every depth.
 */
export function drawRows(name: string, count: number, inputs: number): Rows {
  const values = drawUniform(`bench/${name}/inputs`, count * inputs);
  const noise = drawUniform(`bench/${name}/noise`, count);
  const targets = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const [a, b, c, d, e] = values.subarray(row * inputs) as unknown as number[];
    const score = a! * b! + (c! > 0.3 ? 0.5 : -0.3) + d! * d! - 0.33 + 0.4 * e!;
    targets[row] = score + 0.7 * noise[row]! > 0 ? 1 : 0;
  }
  return { count, inputs: values, targets, weights: null };
}

export function drawnJob(
  { name, trees, leaves }: TreesTask,
  rows: number,
  inputs: number,
  held: 'as validation' | 'left out',
): TreesJob {
  const { learningRate, leastRows, l2, bins } = BOOSTING;
  const heldRows = Math.round(rows * HELD_SHARE);
  return {
    type: 'trees',
    model: {
      kind: 'trees',
      loss: 'squared',
      quantile: 0.5,
      l2,
      monotone: [],
      leaves,
      depth: null,
      leastRows,
      rowShare: 1,
      columnShare: 1,
      bins,
    },
    loss: 'logistic',
    inputs,
    outputs: 1,
    categories: new Uint32Array(inputs),
    monotone: new Int8Array(inputs),
    train: drawRows(`${name}/train`, rows, inputs),
    validation: held === 'as validation' ? drawRows(`${name}/held`, heldRows, inputs) : null,
    trainer: {
      optimiser: 'adam',
      learningRate,
      batch: rows,
      epochs: trees,
      patience: null,
      classWeights: 'none',
    },
    seed: SEED,
  };
}
