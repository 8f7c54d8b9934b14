/** Trainings whose bits must not depend on where, when and on how many threads they ran. Made from seeds. */
import type { LayerSpec, NetworkSpec } from '../../../src/core/network/types';
import { normal } from '../../../src/core/random/normal';
import { stream } from '../../../src/core/random/philox';
import type { Optimiser, TrainerSettings } from '../../../src/core/recipe/types';
import type {
  LossKind,
  NetworkJob,
  Rows,
  TreeLossKind,
  TreeModel,
  TreesJob,
} from '../../../src/ml/engine/engine';

const trainer = (more: Partial<TrainerSettings>): TrainerSettings => ({
  optimiser: 'adam',
  learningRate: 0.01,
  batch: 16,
  epochs: 4,
  patience: null,
  classWeights: 'none',
  ...more,
});

interface RowsOf {
  count: number;
  inputs: number;
  seed: number;
  loss: LossKind | TreeLossKind;
  classes: number;
  /** Share of inputs that are missing. */
  missing?: number;
  /** Inputs from the front that are category codes below this. */
  codes?: { inputs: number; below: number };
}

function rowsOf({ count, inputs, seed, loss, classes, missing = 0, codes }: RowsOf): Rows {
  const random = stream(seed, 'bits/rows');
  const at = (row: number, i: number) => row * (inputs + 2) + i;
  const values = new Float32Array(count * inputs);
  const targets = new Float32Array(count);
  const weights = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    let signal = 0;
    for (let i = 0; i < inputs; i++) {
      const code = codes && i < codes.inputs;
      const x = code
        ? Math.floor(random.uniform(at(row, i)) * codes.below)
        : normal(random, at(row, i));
      signal += (i % 3 === 0 ? 1 : -0.5) * x;
      values[row * inputs + i] = random.uniform(at(row, i) + 1e6) < missing ? NaN : x;
    }
    const noisy = signal + normal(random, at(row, inputs));
    if (loss === 'logistic') targets[row] = noisy > 0 ? 1 : 0;
    else if (loss === 'softmax')
      targets[row] = Math.max(0, Math.min(classes - 1, Math.floor(noisy + classes / 2)));
    else if (loss === 'poisson') targets[row] = Math.floor(Math.abs(noisy));
    else targets[row] = noisy;
    weights[row] = 0.5 + random.uniform(at(row, inputs + 1));
  }
  return { count, inputs: values, targets, weights };
}

interface NetOf {
  input: number[];
  layers: LayerSpec[];
  loss: LossKind;
  outputs?: number;
  optimiser?: Optimiser;
  rows?: number;
  seed: number;
}

function net({
  input,
  layers,
  loss,
  outputs = 1,
  optimiser = 'adam',
  rows = 75,
  seed,
}: NetOf): NetworkJob {
  const network: NetworkSpec = { input, layers, outputs };
  const inputs = input.reduce((product, n) => product * n, 1);
  const shared = { inputs, loss, classes: outputs };
  return {
    type: 'network',
    network,
    loss,
    train: rowsOf({ ...shared, count: rows, seed }),
    validation: rowsOf({ ...shared, count: 21, seed: seed + 1000 }),
    l1: 1e-4,
    l2: 1e-3,
    clip: seed % 2 === 0 ? 1 : null,
    trainer: trainer({ optimiser }),
    seed,
  };
}

const dense = (
  units: number,
  activation: 'relu' | 'tanh' | 'gelu' | 'silu' | 'elu',
): LayerSpec => ({
  layer: 'dense',
  units,
  activation,
});

const NETS: Record<string, NetworkJob> = {
  linear: net({ input: [7], layers: [], loss: 'squared', optimiser: 'sgd', seed: 1 }),
  'two layers, dropout': net({
    input: [13],
    layers: [dense(17, 'relu'), { layer: 'dropout', rate: 0.3 }, dense(9, 'tanh')],
    loss: 'softmax',
    outputs: 3,
    seed: 2,
  }),
  'adamw, huber': net({
    input: [6],
    layers: [dense(12, 'gelu'), { layer: 'layer-norm', epsilon: 1e-3 }, dense(5, 'silu')],
    loss: 'huber',
    optimiser: 'adamw',
    seed: 3,
  }),
  wide: net({
    input: [64],
    layers: [dense(128, 'relu'), dense(64, 'elu')],
    loss: 'logistic',
    optimiser: 'rmsprop',
    rows: 300,
    seed: 4,
  }),
  convolutions: net({
    input: [9, 8, 2],
    layers: [
      {
        layer: 'conv2d',
        filters: 5,
        size: [3, 3],
        stride: [1, 1],
        padding: 'same',
        activation: 'relu',
      },
      { layer: 'batch-norm', momentum: 0.9, epsilon: 1e-3 },
      { layer: 'pool2d', of: 'max', size: [2, 2], stride: [2, 2], padding: 'same' },
      {
        layer: 'depthwise2d',
        multiplier: 2,
        size: [2, 2],
        stride: [1, 1],
        padding: 'valid',
        activation: 'relu',
      },
      { layer: 'pool2d', of: 'average', size: [2, 2], stride: [1, 1], padding: 'same' },
      { layer: 'flatten' },
      dense(6, 'relu'),
    ],
    loss: 'softmax',
    outputs: 4,
    optimiser: 'momentum',
    seed: 5,
  }),
  sequence: net({
    input: [20],
    layers: [
      { layer: 'embedding', vocabulary: 4, size: 6 },
      { layer: 'conv1d', filters: 4, size: 3, stride: 2, padding: 'valid', activation: 'relu' },
      { layer: 'flatten' },
    ],
    loss: 'absolute',
    seed: 6,
  }),
};

const growth = { leaves: 12, depth: null, leastRows: 4, rowShare: 0.8, columnShare: 0.7, bins: 64 };

function trees(
  loss: TreeLossKind,
  outputs: number,
  seed: number,
  kind: TreeModel['kind'] = 'trees',
): TreesJob {
  const inputs = 6;
  const codes = { inputs: 1, below: 9 };
  const shared = { inputs, loss, classes: outputs, missing: 0.1, codes };
  const regression = loss === 'logistic' || loss === 'softmax' ? 'squared' : loss;
  const boosting = { loss: regression, quantile: 0.8, l2: 0.5, monotone: [] };
  const model: TreeModel =
    kind === 'trees' ? { kind, ...boosting, ...growth } : { kind, ...growth };
  return {
    type: 'trees',
    model,
    loss,
    inputs,
    outputs,
    categories: Uint32Array.of(9, 0, 0, 0, 0, 0),
    monotone: Int8Array.of(0, 1, -1, 0, 0, 0),
    train: rowsOf({ ...shared, count: 400, seed }),
    validation: rowsOf({ ...shared, count: 60, seed: seed + 1000 }),
    trainer: trainer({ epochs: 6, learningRate: 0.2 }),
    seed,
  };
}

const TREES: Record<string, TreesJob> = {
  'trees, logistic': trees('logistic', 1, 21),
  'trees, softmax': trees('softmax', 3, 22),
  'trees, squared': trees('squared', 1, 23),
  'trees, absolute': trees('absolute', 1, 24),
  'trees, quantile': trees('quantile', 1, 25),
  'trees, poisson': trees('poisson', 1, 26),
  'forest, softmax': trees('softmax', 3, 27, 'forest'),
  'forest, squared': trees('squared', 1, 28, 'forest'),
};

export const SAME_BITS_JOBS: Record<string, NetworkJob | TreesJob> = { ...NETS, ...TREES };
