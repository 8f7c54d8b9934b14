import { stepWidth } from '../model/step-width';
import type { FittedDatePart, FittedPreprocessing, FittedStep } from '../model/types';
import { isRefinedStep } from '../recipe/refined-step';
import type { DerivedExpression } from '../recipe/refinements';
import { parseExpression } from '../expression/parse';
import {
  count,
  distinct,
  either,
  flag,
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
import { derivedLag } from './derived';
import { fittedDatePart } from './vocabulary';

/** What divides is never 0. */
const scale = where(number, (value) => value > 0);
const values = where(listOf(text), distinct);

const fittedStep = union<FittedStep, 'step'>('step', {
  numeric: record({
    column: text,
    step: only('numeric'),
    transform: oneOf({ none: 1, log: 1 }),
    fill: orNull(number),
    indicator: flag,
    offset: number,
    scale,
  }),
  'one-hot': record({
    column: text,
    step: only('one-hot'),
    categories: values,
    rest: flag,
    missing: flag,
  }),
  codes: record({ column: text, step: only('codes'), categories: values, rest: flag }),
  ordinal: record({
    column: text,
    step: only('ordinal'),
    order: values,
    fill: number,
    offset: number,
    scale,
  }),
  'date-parts': record({
    column: text,
    step: only('date-parts'),
    parts: listOf(
      record<{ part: FittedDatePart; offset: number; scale: number }>({
        part: fittedDatePart,
        offset: number,
        scale,
      }),
    ),
  }),
  'target-encode': where(
    record<Encoded>({
      column: text,
      step: only('target-encode'),
      categories: values,
      values: listOf(listOf(number)),
      prior: listOf(number),
    }),
    (step) =>
      step.values.length === step.categories.length &&
      step.values.every(({ length }) => length === step.prior.length),
  ),
  'hashed-text': where(
    record<Hashed>({
      column: text,
      step: only('hashed-text'),
      words: tuple(count, count),
      buckets: count,
      lower: flag,
      kept: listOf(count),
      idf: listOf(scale),
    }),
    ({ words: [from, to], buckets, kept, idf }) =>
      from >= 1 &&
      from <= to &&
      kept.length === idf.length &&
      kept.every((bucket, i) => bucket < buckets && (i === 0 || bucket > kept[i - 1]!)),
  ),
});

type Encoded = Extract<FittedStep, { step: 'target-encode' }>;
type Hashed = Extract<FittedStep, { step: 'hashed-text' }>;

const expression = where(text, (value) => parseExpression(value).type === 'expression');

/** It can be read; whether its columns are there, the signature says. */
const derivedExpression = record<DerivedExpression>({ name: text, expression });

/** One step per column, and as many inputs as the steps make. */
function isWhole({ steps, width }: FittedPreprocessing): boolean {
  return (
    distinct(steps.map(({ column }) => column)) &&
    steps.reduce((sum, step) => sum + stepWidth(step), 0) === width
  );
}

export const firstPreprocessing = where(
  record<Omit<FittedPreprocessing, 'derived' | 'lags'>>({
    format: only('loam.preprocessing/1'),
    steps: listOf(fittedStep),
    width: count,
  }) as Check<FittedPreprocessing>,
  (fitted) => isWhole(fitted) && !fitted.steps.some(isRefinedStep),
);

export const laterPreprocessing = where(
  record<Required<FittedPreprocessing>>({
    format: only('loam.preprocessing/2'),
    derived: listOf(derivedExpression),
    lags: listOf(derivedLag),
    steps: listOf(fittedStep),
    width: count,
  }) as Check<FittedPreprocessing>,
  (fitted) =>
    isWhole(fitted) && distinct([...fitted.lags!, ...fitted.derived!].map(({ name }) => name)),
);

export const fittedPreprocessing: Check<FittedPreprocessing> = either(
  firstPreprocessing,
  laterPreprocessing,
);
