import { isRunnable } from '../recipe/check';
import type { ColumnStep, ModelSpec, Recipe, TrainerSettings } from '../recipe/types';
import {
  count,
  flag,
  link,
  listOf,
  number,
  oneOf,
  only,
  orNull,
  record,
  text,
  union,
  where,
} from '../shape/check';
import { datePart } from './vocabulary';

const columnStep = union<ColumnStep, 'step'>('step', {
  numeric: record({
    column: text,
    step: only('numeric'),
    transform: oneOf({ none: 1, log: 1 }),
    impute: oneOf({ median: 1, mean: 1, zero: 1 }),
    indicator: flag,
    scale: oneOf({ standard: 1, minmax: 1, none: 1 }),
  }),
  'one-hot': record({ column: text, step: only('one-hot'), limit: count, minCount: count }),
  ordinal: record({
    column: text,
    step: only('ordinal'),
    order: listOf(text),
    scale: oneOf({ standard: 1, none: 1 }),
  }),
  'date-parts': record({ column: text, step: only('date-parts'), parts: listOf(datePart) }),
});

const model = union<ModelSpec, 'kind'>('kind', {
  baseline: record({ kind: only('baseline') }),
  linear: record({ kind: only('linear'), l2: number }),
  mlp: record({
    kind: only('mlp'),
    hidden: listOf(count),
    activation: oneOf({ relu: 1, tanh: 1 }),
    l2: number,
    dropout: number,
  }),
});

const trainer = record<TrainerSettings>({
  optimiser: oneOf({ sgd: 1, momentum: 1, rmsprop: 1, adam: 1 }),
  learningRate: number,
  batch: count,
  epochs: count,
  patience: orNull(count),
  classWeights: oneOf({ none: 1, balanced: 1 }),
});

const shape = record<Recipe>({
  format: only('loam.recipe/1'),
  semantics: only(1),
  task: link,
  preprocessing: listOf(columnStep),
  targetScale: oneOf({ standard: 1, none: 1 }),
  model,
  trainer,
  seed: count,
  engine: oneOf({ auto: 1, cpu: 1, wasm: 1, webgpu: 1 }),
});

/** Its values are those that may run. */
export const recipe = where(shape, isRunnable);
