import type {
  Candidate,
  Dimension,
  FoldResult,
  Halving,
  Search,
  StudyManifest,
  TrialOutcome,
  TrialResult,
} from '../study/types';
import {
  count,
  distinct,
  flag,
  link,
  listOf,
  number,
  oneOf,
  only,
  optional,
  orNull,
  record,
  text,
  union,
  where,
} from '../shape/check';
import { decisionCost } from './brief';
import { metricValue } from './evaluation';
import { foldPlan } from './fold-plan';
import { parameters, parameterValue } from './parameters';
import { candidateFields } from './recipe';
import { metricName, runEngine } from './vocabulary';

const when = orNull(
  record<NonNullable<Dimension['when']>>({ name: text, is: listOf(parameterValue) }),
);
const range = { name: text, when, low: number, high: number, log: flag };

const dimension = union<Dimension, 'type'>('type', {
  number: record({ type: only('number'), ...range }),
  integer: record({ type: only('integer'), ...range }),
  choice: record({ type: only('choice'), name: text, when, options: listOf(parameterValue) }),
});

const space = where(listOf(dimension), (all) => distinct(all.map(({ name }) => name)));
const candidate = record<Candidate>(candidateFields);

const search = union<Search, 'type'>('type', {
  ladder: record({ type: only('ladder'), candidates: listOf(candidate) }),
  search: record({
    type: only('search'),
    space,
    templates: where(
      listOf(candidate),
      (all) => all.length > 0 && distinct(all.map(({ model }) => model.kind)),
    ),
    sampler: oneOf({ grid: 1, random: 1, tpe: 1 }),
    halving: orNull(record<Halving>({ first: count, factor: count })),
    trials: orNull(count),
    minutes: orNull(number),
  }),
});

export const studyManifest = record<StudyManifest>({
  format: only('loam.study/1'),
  semantics: only(1),
  task: link,
  folds: foldPlan,
  metric: metricName,
  cost: orNull(decisionCost),
  search,
  seed: count,
});

const outcome = union<TrialOutcome, 'type'>('type', {
  finished: record({ type: only('finished') }),
  stopped: record({ type: only('stopped'), rung: count }),
  failed: record({ type: only('failed'), code: text, message: text }),
});

const foldResult = record<FoldResult>({
  fold: count,
  value: orNull(number),
  rows: count,
  seconds: number,
  bestEpoch: count,
  lacks: optional(text),
});

export const trialResult = record<TrialResult>({
  format: only('loam.trial/1'),
  study: link,
  number: count,
  parameters,
  candidate,
  outcome,
  folds: listOf(foldResult),
  mean: orNull(number),
  sd: orNull(number),
  score: orNull(metricValue),
  cheapest: orNull(
    record<NonNullable<TrialResult['cheapest']>>({ threshold: number, cost: number }),
  ),
  seconds: number,
  bytes: count,
  engine: runEngine,
  answers: orNull(link),
});
