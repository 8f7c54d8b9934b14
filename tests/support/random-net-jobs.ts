/** Jobs of dense layers and dropout for fast-check: every loss, activation, optimiser and batch remainder. */
import fc from 'fast-check';
import type { LayerSpec } from '../../src/core/network/types';
import type { Optimiser } from '../../src/core/recipe/types';
import type { LossKind, NetworkJob, Rows } from '../../src/ml/engine/engine';
import { ACTIVATIONS } from './random-networks';
import { seeded } from './seeded';

export const LOSSES: LossKind[] = ['logistic', 'softmax', 'squared', 'absolute', 'huber'];
export const OPTIMISERS: Optimiser[] = ['sgd', 'momentum', 'rmsprop', 'adam', 'adamw'];

export interface RowsOf {
  count: number;
  inputs: number;
  loss: LossKind;
  classes: number;
  weighted: boolean;
  seed: number;
}

export function randomRows({ count, inputs, loss, classes, weighted, seed }: RowsOf): Rows {
  const random = seeded(seed);
  const target = () => {
    if (loss === 'softmax') return Math.floor(random.uniform() * classes);
    return loss === 'logistic' ? Math.round(random.uniform()) : 2 * random.normal();
  };
  return {
    count,
    inputs: Float32Array.from({ length: count * inputs }, () => random.normal()),
    targets: Float32Array.from({ length: count }, target),
    weights: weighted ? Float32Array.from({ length: count }, () => 0.5 + random.uniform()) : null,
  };
}

const upTo = (max: number) => fc.integer({ min: 1, max });

const layer: fc.Arbitrary<LayerSpec[]> = fc
  .record({
    units: upTo(19),
    activation: fc.constantFrom(...ACTIVATIONS),
    rate: fc.constantFrom(0, 0.25, 0.4),
  })
  .map(({ units, activation, rate }) => [
    { layer: 'dense', units, activation },
    ...(rate === 0 ? [] : [{ layer: 'dropout' as const, rate }]),
  ]);

export const netJobs: fc.Arbitrary<NetworkJob> = fc
  .record({
    inputs: upTo(21),
    layers: fc.array(layer, { maxLength: 3 }).map((each) => each.flat()),
    loss: fc.constantFrom(...LOSSES),
    classes: fc.integer({ min: 2, max: 9 }),
    optimiser: fc.constantFrom(...OPTIMISERS),
    count: upTo(40),
    batch: upTo(17),
    weighted: fc.boolean(),
    l1: fc.constantFrom(0, 1e-3),
    l2: fc.constantFrom(0, 1e-2),
    clip: fc.constantFrom(null, 0.5),
    seed: fc.nat(2 ** 31),
  })
  .map(({ inputs, layers, loss, classes, optimiser, count, batch, weighted, seed, ...rest }) => {
    const rows = { inputs, loss, classes, weighted, seed };
    return {
      type: 'network',
      network: { input: [inputs], layers, outputs: loss === 'softmax' ? classes : 1 },
      loss,
      train: randomRows({ ...rows, count }),
      validation: randomRows({ ...rows, count: 11, seed: seed + 1 }),
      ...rest,
      trainer: {
        optimiser,
        learningRate: 0.01,
        batch,
        epochs: 3,
        patience: null,
        classWeights: 'none',
      },
      seed,
    };
  });
