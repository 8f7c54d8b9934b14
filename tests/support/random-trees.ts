/** Random jobs of trees: numbers, categories, missing values, weights, monotone inputs, every loss. */
import type { Rows, TreeLossKind, TreesJob } from '../../src/ml/engine/engine';
import { seeded, type Seeded } from './seeded';
import { trainerSettings } from './training';

export const TREE_LOSSES: TreeLossKind[] = [
  'logistic',
  'softmax',
  'squared',
  'absolute',
  'quantile',
  'poisson',
];

export interface RandomJobOptions {
  loss?: TreeLossKind;
  forest?: boolean;
  rows?: number;
  monotone?: boolean;
  validation?: boolean;
}

const CODES = 6;

export function randomTreesJob(seed: number, options: RandomJobOptions = {}): TreesJob {
  const random = seeded(seed);
  const loss = options.loss ?? random.pick(TREE_LOSSES);
  const inputs = 3 + Math.floor(random.uniform() * 4);
  const outputs = loss === 'softmax' ? 3 : 1;
  const categories = Uint32Array.from({ length: inputs }, (_, i) =>
    i > 0 && random.uniform() < 0.35 ? CODES : 0,
  );
  const monotone = Int8Array.from(categories, (codes) =>
    codes === 0 && options.monotone ? random.pick([-1, 0, 1]) : 0,
  );
  const weighted = random.uniform() < 0.5;
  const missing = random.pick([0, 0.2]);
  const whole = random.pick([true, false]);
  const rowsOf = (count: number) =>
    randomRows(random, { count, inputs, loss, categories, weighted, missing, whole });
  const growth = {
    leaves: 2 + Math.floor(random.uniform() * 14),
    depth: random.pick([null, 3]),
    leastRows: random.pick([1, 5, 20]),
    rowShare: random.pick([1, 0.7]),
    columnShare: random.pick([1, 0.6]),
    bins: random.pick([255, 16]),
  };
  const number = loss === 'logistic' || loss === 'softmax' ? 'squared' : loss;
  return {
    type: 'trees',
    train: rowsOf(options.rows ?? 220),
    validation: options.validation ? rowsOf(70) : null,
    trainer: { ...trainerSettings, learningRate: 0.3 },
    seed,
    model: options.forest
      ? { kind: 'forest', ...growth }
      : { kind: 'trees', loss: number, quantile: 0.8, l2: 0.5, monotone: [], ...growth },
    loss,
    inputs,
    outputs,
    categories,
    monotone,
  };
}

interface RowOptions {
  count: number;
  inputs: number;
  loss: TreeLossKind;
  categories: Uint32Array;
  weighted: boolean;
  /** Share of values that are missing. */
  missing: number;
  /** Numbers are small and whole, so that many are alike. */
  whole: boolean;
}

function randomRows(random: Seeded, options: RowOptions): Rows {
  const { count, inputs, loss, categories, weighted, missing, whole } = options;
  const values = new Float32Array(count * inputs);
  const targets = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    let signal = random.normal() * 0.3;
    for (let input = 0; input < inputs; input++) {
      const codes = categories[input]!;
      const x =
        codes > 0
          ? Math.floor(random.uniform() * codes)
          : whole
            ? Math.round(2 * random.normal())
            : random.normal();
      signal += codes > 0 ? ((x * 5) % 3) - 1 : x / (1 + input);
      values[row * inputs + input] = random.uniform() < missing ? NaN : x;
    }
    targets[row] = targetOf(loss, signal);
  }
  // Every class needs a row.
  if (loss === 'softmax') targets.set([0, 1, 2]);
  if (loss === 'logistic') targets.set([0, 1]);
  const weights = weighted
    ? Float32Array.from({ length: count }, () => 0.25 + 1.5 * random.uniform())
    : null;
  return { count, inputs: values, targets, weights };
}

function targetOf(loss: TreeLossKind, signal: number): number {
  switch (loss) {
    case 'logistic':
      return signal > 0 ? 1 : 0;
    case 'softmax':
      return signal < -0.5 ? 0 : signal < 0.7 ? 1 : 2;
    case 'poisson':
      return Math.max(0, Math.round(2 + 2 * signal));
    default:
      return 3 * signal;
  }
}
