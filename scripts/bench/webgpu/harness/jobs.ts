/** Trainings that bench and tests make on WebGPU, from seeds. */
import type { LayerSpec, NetworkSpec } from '../../../../src/core/network/types';
import { normal } from '../../../../src/core/random/normal';
import { stream } from '../../../../src/core/random/philox';
import type { Optimiser } from '../../../../src/core/recipe/types';
import type { LossKind, NetworkJob, Rows } from '../../../../src/ml/engine/engine';

export interface DenseShape {
  inputs: number;
  hidden: number[];
  outputs: number;
}

export const MLPS = {
  '784-128-10': { inputs: 784, hidden: [128], outputs: 10 },
  '32-64-32-2': { inputs: 32, hidden: [64, 32], outputs: 2 },
} as const satisfies Record<string, DenseShape>;

export function denseNetwork({ inputs, hidden, outputs }: DenseShape): NetworkSpec {
  const layers = hidden.map((units): LayerSpec => ({ layer: 'dense', units, activation: 'relu' }));
  return { input: [inputs], layers, outputs };
}

/** One of each kind that a flat vector of weights does not see through. */
export const CNN: NetworkSpec = {
  input: [6, 6, 2],
  layers: [
    {
      layer: 'conv2d',
      filters: 4,
      size: [3, 3],
      stride: [1, 1],
      padding: 'same',
      activation: 'relu',
    },
    { layer: 'batch-norm', momentum: 0.9, epsilon: 1e-3 },
    { layer: 'pool2d', of: 'max', size: [2, 2], stride: [2, 2], padding: 'valid' },
    {
      layer: 'depthwise2d',
      multiplier: 2,
      size: [2, 2],
      stride: [1, 1],
      padding: 'same',
      activation: 'gelu',
    },
    { layer: 'pool2d', of: 'average', size: [2, 2], stride: [2, 2], padding: 'same' },
    { layer: 'dropout', rate: 0.2 },
    { layer: 'flatten' },
    { layer: 'layer-norm', epsilon: 1e-3 },
    { layer: 'dense', units: 6, activation: 'silu' },
  ],
  outputs: 3,
};

export const EMBEDDING: NetworkSpec = {
  input: [3],
  layers: [
    { layer: 'embedding', vocabulary: 5, size: 4 },
    { layer: 'flatten' },
    { layer: 'dense', units: 6, activation: 'elu' },
  ],
  outputs: 1,
};

interface JobOf {
  network: NetworkSpec;
  loss: LossKind;
  rows: number;
  batch: number;
  optimiser: Optimiser;
  epochs: number;
  clip: number | null;
  l1: number;
  l2: number;
}

export function jobOf(spec: JobOf): NetworkJob {
  const { network, loss, batch, optimiser, epochs } = spec;
  const { clip, l1, l2 } = spec;
  const trainer = { optimiser, learningRate: 0.01, batch, epochs, patience: null };
  return {
    type: 'network',
    network,
    loss,
    train: rowsOf(spec, spec.rows, 1),
    validation: rowsOf(spec, 20, 2),
    l1,
    l2,
    clip,
    trainer: { ...trainer, classWeights: 'none' },
    seed: 3,
  };
}

function rowsOf({ network, loss }: JobOf, count: number, seed: number): Rows {
  const random = stream(seed, 'webgpu/rows');
  const width = network.input.reduce((product, n) => product * n, 1);
  const first = network.layers[0];
  const codes = first?.layer === 'embedding' ? first.vocabulary + 1 : null;
  const values = new Float32Array(count * width);
  for (let i = 0; i < values.length; i++) {
    values[i] = codes === null ? normal(random, i) : random.uint32(i) % codes;
  }
  const classes = loss === 'softmax' ? network.outputs : 2;
  const numbers = loss !== 'softmax' && loss !== 'logistic';
  const labels = stream(seed, 'webgpu/labels');
  const targets = Float32Array.from({ length: count }, (_, i) =>
    numbers ? normal(labels, i) : labels.uint32(i) % classes,
  );
  return { count, inputs: values, targets, weights: null };
}
