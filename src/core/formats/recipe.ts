import { isRunnable } from '../recipe/check';
import { isJsonRecord } from '../json/is-json';
import type { Fitting } from '../recipe/refinements';
import type {
  CodeRecipe,
  ColumnStep,
  EnginePolicy,
  ImportedModel,
  ImportedRecipe,
  LayersModel,
  ModelSpec,
  PlainRecipe,
  Recipe,
  RecipeCode,
  RefinedRecipe,
  TrainerSettings,
} from '../recipe/types';
import {
  count,
  either,
  flag,
  link,
  listOf,
  number,
  oneOf,
  only,
  orNull,
  record,
  text,
  tuple,
  union,
  where,
  type Check,
} from '../shape/check';
import { derive } from './derived';
import { foldPlan } from './fold-plan';
import { layerSpec } from './network';
import { activation, datePart, ENGINE_NAMES } from './vocabulary';

const columnStep = union<ColumnStep, 'step'>('step', {
  numeric: record({
    column: text,
    step: only('numeric'),
    transform: oneOf({ none: 1, log: 1 }),
    impute: oneOf({ median: 1, mean: 1, zero: 1, keep: 1 }),
    indicator: flag,
    scale: oneOf({ standard: 1, minmax: 1, none: 1 }),
  }),
  'one-hot': record({ column: text, step: only('one-hot'), limit: count, minCount: count }),
  codes: record({ column: text, step: only('codes'), limit: count, minCount: count }),
  ordinal: record({
    column: text,
    step: only('ordinal'),
    order: listOf(text),
    scale: oneOf({ standard: 1, none: 1 }),
  }),
  'date-parts': record({ column: text, step: only('date-parts'), parts: listOf(datePart) }),
  'target-encode': record({
    column: text,
    step: only('target-encode'),
    smoothing: number,
    folds: count,
    minCount: count,
  }),
  'hashed-text': record({
    column: text,
    step: only('hashed-text'),
    words: tuple(count, count),
    buckets: count,
    lower: flag,
  }),
});

const growth = {
  leaves: count,
  depth: orNull(count),
  leastRows: count,
  rowShare: number,
  columnShare: number,
  bins: count,
};

const layersModel = record<LayersModel>({
  kind: only('layers'),
  input: orNull(listOf(count)),
  layers: listOf(layerSpec),
  loss: oneOf({ squared: 1, absolute: 1, huber: 1 }),
  l1: number,
  l2: number,
  clip: orNull(number),
});

const model = union<ModelSpec, 'kind'>('kind', {
  baseline: record({ kind: only('baseline') }),
  linear: record({ kind: only('linear'), l2: number }),
  mlp: record({
    kind: only('mlp'),
    hidden: listOf(count),
    activation,
    l2: number,
    dropout: number,
  }),
  layers: layersModel,
  trees: record({
    kind: only('trees'),
    loss: oneOf({ squared: 1, absolute: 1, quantile: 1, poisson: 1 }),
    quantile: number,
    l2: number,
    monotone: listOf(record<Monotone>({ column: text, direction: either(only(1), only(-1)) })),
    ...growth,
  }),
  forest: record({ kind: only('forest'), ...growth }),
});

type Monotone = Extract<ModelSpec, { kind: 'trees' }>['monotone'][number];

const trainer = record<TrainerSettings>({
  optimiser: oneOf({ sgd: 1, momentum: 1, rmsprop: 1, adam: 1, adamw: 1 }),
  learningRate: number,
  batch: count,
  epochs: count,
  patience: orNull(count),
  classWeights: oneOf({ none: 1, balanced: 1 }),
});

const fields = {
  semantics: only(1),
  task: link,
  preprocessing: listOf(columnStep),
  targetScale: oneOf<PlainRecipe['targetScale']>({ standard: 1, none: 1 }),
  trainer,
  seed: count,
};

const byEngine = record<PlainRecipe>({
  format: only('loam.recipe/1'),
  ...fields,
  model,
  engine: oneOf({ ...ENGINE_NAMES, auto: 1 }),
});

const engine = oneOf<EnginePolicy>({ ...ENGINE_NAMES, auto: 1 });
/** What `Candidate` holds. */
export const candidateFields = {
  preprocessing: fields.preprocessing,
  targetScale: fields.targetScale,
  model,
  trainer,
  seed: fields.seed,
  engine,
  derive,
};

const refined = record<RefinedRecipe>({
  format: only('loam.recipe/4'),
  ...fields,
  model,
  engine,
  derive,
  fitting: union<Fitting, 'type'>('type', {
    'held-out': record({ type: only('held-out') }),
    folds: record({ type: only('folds'), folds: foldPlan }),
  }),
  calibration: oneOf({ none: 1, platt: 1, isotonic: 1, temperature: 1 }),
  coverage: orNull(number),
});

const byCode = record<CodeRecipe>({
  format: only('loam.recipe/2'),
  ...fields,
  model: layersModel,
  engine: only('cage'),
  code: record<RecipeCode>({
    object: link,
    entry: text,
    settings: isJsonRecord,
    modules: listOf(record<RecipeCode['modules'][number]>({ name: text, object: link })),
  }),
});

const imported = record<ImportedRecipe>({
  format: only('loam.recipe/3'),
  semantics: only(1),
  task: link,
  model: record<ImportedModel>({
    kind: only('imported'),
    format: oneOf({ tfjs: 1, onnx: 1 }),
    name: text,
    producer: text,
    files: listOf(record<ImportedModel['files'][number]>({ name: text, object: link })),
    inputs: listOf(record<ImportedModel['inputs'][number]>({ input: text, column: text })),
    answers: orNull(listOf(text)),
  }),
  engine: only('imported'),
});

// The values of a format are those that may run.
export const plainRecipe = where(byEngine, isRunnable);
export const codeRecipe = where(byCode, isRunnable);
export const refinedRecipe = where(refined, isRunnable);
export const importedRecipe = where(imported, isRunnable);
export const recipe: Check<Recipe> = either(
  either(plainRecipe, refinedRecipe),
  either(codeRecipe, importedRecipe),
);
