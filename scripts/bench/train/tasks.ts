/** What the bench `train` trains, and how fast it must be beside whom. */
import type { LayerSpec, NetworkSpec } from '../../../src/core/network/types';

/** Modes of our engine that take part. */
export type Mode = 'exact' | 'fast' | 'exact, two threads';
/** The programs that our engine stands beside. */
export type Peer = 'tfjs' | 'jax-js' | PythonName;
export type PythonName = 'PyTorch' | 'PyTorch that keeps its memory' | 'scikit-learn';

export interface Goal {
  mode: Mode;
  peer: Peer;
  /** Our speed over the peer's. */
  atLeast: number;
}

/** Softmax and log loss, Adam (0.9, 0.999, epsilon 1e-7), one pass over `rows` in their order. */
export interface NetTask {
  type: 'network';
  name: string;
  title: string;
  network: NetworkSpec;
  batch: number;
  /** Rows of one round; a multiple of `batch`. */
  rows: number;
  learningRate: number;
  goals: Goal[];
}

/** Boosted trees for two classes, no early stopping. */
export interface TreesTask {
  type: 'trees';
  name: string;
  title: string;
  trees: number;
  leaves: number;
  /** Where the rows are from: drawn from a seed, or a file of LOAM_PUBLIC_DATA read to column chunks. */
  from: { type: 'seed'; rows: number; inputs: number } | { type: 'file'; target: string };
  goals: Goal[];
}

export type Task = NetTask | TreesTask;

/** Of all initial weights, data and orders. */
export const SEED = 1;
/** Settings of boosting that both sides share; all others are said by the task. */
export const BOOSTING = { learningRate: 0.1, leastRows: 20, l2: 0, bins: 255 } as const;

const dense = (units: number): LayerSpec => ({ layer: 'dense', units, activation: 'relu' });
const conv = (filters: number): LayerSpec => ({
  layer: 'conv2d',
  filters,
  size: [5, 5],
  stride: [1, 1],
  padding: 'valid',
  activation: 'relu',
});
const pool: LayerSpec = {
  layer: 'pool2d',
  of: 'max',
  size: [2, 2],
  stride: [2, 2],
  padding: 'valid',
};

export const TASKS: Task[] = [
  {
    type: 'trees',
    name: 'adult',
    title: 'adult, column chunks to 100 trees of 31 leaves',
    trees: 100,
    leaves: 31,
    from: { type: 'file', target: 'income' },
    goals: [{ mode: 'exact', peer: 'scikit-learn', atLeast: 0.5 }],
  },
  {
    type: 'trees',
    name: 'numbers',
    title: '100,000 x 20 numbers, 200 trees of 31 leaves',
    trees: 200,
    leaves: 31,
    from: { type: 'seed', rows: 100_000, inputs: 20 },
    goals: [{ mode: 'exact', peer: 'scikit-learn', atLeast: 0.5 }],
  },
  {
    type: 'network',
    name: 'table',
    title: 'table MLP 32-64-32-2, batch 128',
    network: { input: [32], layers: [dense(64), dense(32)], outputs: 2 },
    batch: 128,
    rows: 25_600,
    learningRate: 0.001,
    goals: [
      { mode: 'exact', peer: 'tfjs', atLeast: 8 },
      { mode: 'exact', peer: 'PyTorch', atLeast: 1.5 },
    ],
  },
  {
    type: 'network',
    name: 'pixels',
    title: '784-128-10, batch 128',
    network: { input: [784], layers: [dense(128)], outputs: 10 },
    batch: 128,
    rows: 7680,
    learningRate: 0.001,
    goals: [
      { mode: 'exact', peer: 'tfjs', atLeast: 8 },
      { mode: 'fast', peer: 'tfjs', atLeast: 12 },
      { mode: 'exact', peer: 'PyTorch', atLeast: 0.7 },
      { mode: 'fast', peer: 'PyTorch', atLeast: 1 },
    ],
  },
  {
    type: 'network',
    name: 'cnn',
    title: 'CNN 28x28x1 c8k5-p-c16k5-p-d10, batch 128',
    network: {
      input: [28, 28, 1],
      layers: [conv(8), pool, conv(16), pool, { layer: 'flatten' }],
      outputs: 10,
    },
    batch: 128,
    rows: 512,
    learningRate: 0.001,
    goals: [
      { mode: 'exact', peer: 'tfjs', atLeast: 40 },
      { mode: 'exact', peer: 'PyTorch', atLeast: 0.5 },
    ],
  },
  {
    type: 'network',
    name: 'iris',
    title: 'iris 4-10-3, batch 32',
    network: { input: [4], layers: [dense(10)], outputs: 3 },
    batch: 32,
    rows: 9600,
    learningRate: 0.01,
    goals: [
      { mode: 'exact', peer: 'tfjs', atLeast: 60 },
      { mode: 'exact', peer: 'PyTorch', atLeast: 15 },
    ],
  },
];
