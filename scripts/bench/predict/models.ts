/** What the bench `predict` asks of whom: rows from the bench's seed, a net of given weights, and trees grown on some rows. */
import type { NetworkSpec } from '../../../src/core/network/types';
import type { Rows, TreesJob } from '../../../src/ml/engine/engine';
import { drawnJob, drawRows } from '../train/drawn-rows';

export type Model = 'mlp' | 'trees';

export const INPUTS = 10;

export const NETWORK: NetworkSpec = {
  input: [INPUTS],
  layers: [
    { layer: 'dense', units: 32, activation: 'relu' },
    { layer: 'dense', units: 16, activation: 'relu' },
  ],
  outputs: 1,
};

export const TREES = { trees: 200, depth: 6, leaves: 64, trainRows: 100_000 } as const;

/** The rows to be answered. */
export const askedRows = (count: number): Rows => drawRows('predict', count, INPUTS);

/** The job whose trees answer; both sides grow their own from its rows. */
export function treesJob(): TreesJob {
  const { trees, depth, leaves, trainRows } = TREES;
  const task = {
    type: 'trees',
    name: 'predict',
    title: '',
    trees,
    leaves,
    from: { type: 'seed', rows: trainRows, inputs: INPUTS },
    goals: [],
  } as const;
  const job = drawnJob({ ...task, goals: [] }, trainRows, INPUTS, 'left out');
  return { ...job, model: { ...job.model, depth } as TreesJob['model'] };
}
