/** The shape of every verb's arguments: what comes out of the cage has any shape until it has passed here. */
import { decisionCost } from '../../../core/formats/brief';
import { metricName } from '../../../core/formats/vocabulary';
import { parameterValue } from '../../../core/formats/parameters';
import { exportKind } from '../../../core/log/export-kinds';
import type { Calibration } from '../../../core/recipe/refinements';
import type { Halving, Sampler } from '../../../core/study/types';
import type { EnginePolicy, TrainerSettings } from '../../../core/recipe/types';
import {
  count,
  distinct,
  either,
  listOf,
  number,
  oneOf,
  only,
  orNull,
  record,
  text,
  flag,
  union,
  where,
  wordOf,
  type Check,
} from '../../../core/shape/check';
import { isJsonRecord } from '../../../core/json/is-json';
import { isEntry } from '../../../core/recipe/check-code';
import type { ModelName } from '../../../core/recipe/defaults';
import type { ThresholdWish } from '../../../core/evaluation/choose-threshold';
import type { BriefFields } from '../../../kernel/library/brief-verbs';
import type { FoldsArgs, VariedSetting } from '../../../kernel/library/study-verbs';
import type {
  CodeArgs,
  ModelQuestion,
  PlainColumn,
  SpecArgs,
  TaskArgs,
  VerbName,
  VerbTypes,
} from '../../../kernel/library/verbs';
import { belong, modelArgs, name, plainColumn, predictArgs, subject } from './asking-shapes';

/** More models in one call are rather a mistake. */
const MOST_SPECS = 64;
/** Cells per page of rows. */
export const MOST_PAGE_CELLS = 1_000_000;
/** Dataset versions that one table is made of. */
const MOST_SOURCES = 1000;

const role = oneOf<TaskArgs['roles'][number]['role']>({
  id: 0,
  time: 0,
  group: 0,
  weight: 0,
  audit: 0,
  ignore: 0,
});
const share = where(number, (value) => value >= 0 && value <= 0.9);

const task = record<TaskArgs>({
  dataset: name,
  predict: name,
  positive: orNull(name),
  roles: listOf(record<TaskArgs['roles'][number]>({ column: name, role })),
  metric: orNull(metricName),
  by: orNull(oneOf<'hash' | 'stratified' | 'time'>({ hash: 0, stratified: 0, time: 0 })),
  validation: share,
  test: share,
});

/** Settings as such are judged by the recipe's own checks, once it is made. */
function some<T extends object>(known: readonly string[] | null): Check<T> {
  return (value): value is T =>
    value !== null &&
    typeof value === 'object' &&
    !Array.isArray(value) &&
    Object.keys(value).every((key) => known === null || known.includes(key));
}

const spec = record<SpecArgs>({
  name: oneOf<ModelName>({
    baseline: 0,
    linear: 0,
    mlp: 0,
    layers: 0,
    cnn: 0,
    trees: 0,
    forest: 0,
  }),
  model: where(some<SpecArgs['model']>(null), (settings) => !Object.hasOwn(settings, 'kind')),
  trainer: some<Partial<TrainerSettings>>([
    'optimiser',
    'learningRate',
    'batch',
    'epochs',
    'patience',
    'classWeights',
  ]),
  code: orNull(
    record<CodeArgs>({
      entry: where(text, isEntry),
      settings: isJsonRecord,
    }),
  ),
});

const range = { path: name, low: number, high: number, log: flag };
/** What can be varied at all, the search's own check says. */
const varied = union<VariedSetting, 'type'>('type', {
  number: record({ type: only('number'), ...range }),
  integer: record({ type: only('integer'), ...range }),
  choice: record({ type: only('choice'), path: name, options: listOf(parameterValue) }),
});
const someFolds = record<FoldsArgs>({ count, repeats: count, ahead: orNull(count) });
const folds = orNull(someFolds);
const sure = {
  calibrate: oneOf<Calibration>({ none: 0, platt: 0, isotonic: 0, temperature: 0 }),
  coverage: orNull(where(number, (value) => value >= 0.5 && value <= 0.999)),
};
const studyArgs = {
  folds,
  ...sure,
  cost: orNull(decisionCost),
  sampler: oneOf<Sampler>({ grid: 0, random: 0, tpe: 0 }),
  halving: orNull(record<Halving>({ first: count, factor: count })),
  trials: orNull(count),
  minutes: orNull(number),
  seed: count,
};

function areAmong(names: readonly string[], columns: readonly PlainColumn[]): boolean {
  const known = new Set(columns.map((each) => each.name));
  return names.every((each) => known.has(each));
}

const share01 = where(number, (value) => value >= 0 && value <= 1);
const least = { least: share01 };
const thresholdWish = union<ThresholdWish, 'by'>('by', {
  cost: record({ by: only('cost'), cost: decisionCost }),
  recall: record({ by: only('recall'), ...least }),
  precision: record({ by: only('precision'), ...least }),
});

const note = where(text, (value) => value.length <= 10_000);

export const VERB_SHAPES: { [V in VerbName]: Check<VerbTypes[V]['args']> } = {
  data: record<VerbTypes['data']['args']>({ ref: name }),
  rows: where(
    record<VerbTypes['rows']['args']>({
      dataset: name,
      columns: listOf(name),
      start: count,
      count,
    }),
    ({ columns, count: rows }) => columns.length * rows <= MOST_PAGE_CELLS,
  ),
  train: record<VerbTypes['train']['args']>({
    task,
    specs: where(listOf(spec), ({ length }) => length > 0 && length <= MOST_SPECS),
    seed: orNull(count),
    engine: orNull(
      oneOf<EnginePolicy>({ auto: 0, exact: 0, fast: 0, webgpu: 0, webgl: 0, wasm: 0, cpu: 0 }),
    ),
    // The recipe's own check goes on from here.
    steps: listOf(
      (value): value is VerbTypes['train']['args']['steps'][number] =>
        wordOf(value, 'step') !== null && wordOf(value, 'column') !== null,
    ),
    ...sure,
    folds: orNull(either(someFolds, flag)),
  }),
  study: record<VerbTypes['study']['args']>({
    task,
    candidates: where(
      listOf(
        record<VerbTypes['study']['args']['candidates'][number]>({ spec, vary: listOf(varied) }),
      ),
      ({ length }) => length > 0 && length <= MOST_SPECS,
    ),
    ...studyArgs,
  }),
  ladder: record<VerbTypes['ladder']['args']>({ task, folds, ...sure, cost: orNull(decisionCost) }),
  compare: record<VerbTypes['compare']['args']>({
    a: subject,
    b: subject,
    metric: orNull(metricName),
    tried: where(count, (tried) => tried >= 1),
  }),
  understand: record<VerbTypes['understand']['args']>({
    of: subject,
    on: oneOf<'validation' | 'test'>({ validation: 0, test: 0 }),
    question: union<ModelQuestion, 'type'>('type', {
      importance: record({ type: only('importance') }),
      dependence: record({ type: only('dependence'), column: name, of: orNull(name) }),
      slices: record({ type: only('slices'), column: name }),
    }),
  }),
  evaluate: record<VerbTypes['evaluate']['args']>({ of: subject }),
  'evaluate-data': record<VerbTypes['evaluate-data']['args']>({
    of: subject,
    dataset: name,
    threshold: orNull(share01),
    by: where(listOf(name), distinct),
  }),
  'open-test': record<VerbTypes['open-test']['args']>({
    of: subject,
    why: where(note, (value) => value.trim() !== ''),
  }),
  predict: predictArgs,
  explain: where(
    record<VerbTypes['explain']['args']>({
      with: subject,
      columns: listOf(plainColumn),
      rows: where(count, (rows) => rows === 1),
      of: orNull(note),
    }),
    belong,
  ),
  models: record<VerbTypes['models']['args']>({}),
  model: modelArgs,
  reproduce: record<VerbTypes['reproduce']['args']>({ model: name }),
  'save-model': record<VerbTypes['save-model']['args']>({
    run: name,
    name: where(name, (value) => value.trim() !== ''),
    note,
    threshold: orNull(either(share01, thresholdWish)),
    calibrate: orNull(sure.calibrate),
  }),
  brief: record<VerbTypes['brief']['args']>({ task }),
  'save-brief': record<VerbTypes['save-brief']['args']>({
    task,
    brief: record<BriefFields>({
      question: where(note, (value) => value.trim() !== ''),
      decides: note,
      cost: orNull(decisionCost),
      unit: name,
      least: orNull(number),
      leastMetric: orNull(metricName),
      review: orNull(name),
    }),
  }),
  'save-dataset': where(
    record<VerbTypes['save-dataset']['args']>({
      name: where(name, (value) => value.trim() !== ''),
      note,
      columns: listOf(plainColumn),
      rows: where(count, (rows) => rows > 0),
      from: where(listOf(name), ({ length }) => length <= MOST_SOURCES),
      made: listOf(name),
    }),
    (args) => belong(args) && distinct(args.made) && areAmong(args.made, args.columns),
  ),
  export: record<VerbTypes['export']['args']>({ model: name, kind: exportKind }),
};

export const isVerb: Check<VerbName> = (value): value is VerbName =>
  typeof value === 'string' && Object.hasOwn(VERB_SHAPES, value);
