/**
 * Learns from the train rows, and from those alone, what each step needs. Sums run in row order, so equal
 * rows in equal order give equal bits.
 */
import type { Table } from '../../core/dataset/types';
import { LoamError } from '../../core/errors';
import { stepWidth } from '../../core/model/step-width';
import type { FittedDatePart, FittedPreprocessing, FittedStep } from '../../core/model/types';
import { isRefinedStep } from '../../core/recipe/refined-step';
import { isExpression, isLag, type DerivedColumn } from '../../core/recipe/refinements';
import type { ColumnStep, DatePart } from '../../core/recipe/types';
import type { Target } from '../../core/task/target';
import { asCoded, asNumeric, columnOf } from './column-view';
import { fittedDatePart } from '../../core/calendar/date-part';
import { makeDeriver } from './derive';
import { fitHashedText } from './hashed-text';
import { fitTargetEncode } from './target-encode';
import { centre, range, type Spread } from './spread';
import { isMissingNumber, tailTransform } from './step-inputs';

/**
 * @param rows Row numbers of train, in any order that does not change between runs.
 * @param target what `target-encode` learns from; null where no step does
 * @param given with the lags of `derive`, without what its expressions make
 * @throws LoamError `columns-differ` when a step names a column that the table lacks; `recipe-invalid`, see `typeDerived`
 */
export function fitPreprocessing(
  steps: ColumnStep[],
  given: Table,
  rows: Uint32Array,
  derive: readonly DerivedColumn[] = [],
  target: Target | null = null,
): FittedPreprocessing {
  const derived = derive.filter(isExpression);
  const table = makeDeriver(derived)(given);
  const fitted = steps.map((step) => fitStep(step, table, rows, target));
  const width = fitted.reduce((sum, step) => sum + stepWidth(step), 0);
  return derive.length === 0 && !fitted.some(isRefinedStep)
    ? { format: 'loam.preprocessing/1', steps: fitted, width }
    : {
        format: 'loam.preprocessing/2',
        derived,
        lags: derive.filter(isLag),
        steps: fitted,
        width,
      };
}

function fitStep(
  step: ColumnStep,
  table: Table,
  rows: Uint32Array,
  target: Target | null,
): FittedStep {
  switch (step.step) {
    case 'numeric':
      return fitNumeric(step, table, rows);
    case 'one-hot':
      return fitOneHot(step, table, rows);
    case 'codes':
      return fitCodes(step, table, rows);
    case 'ordinal':
      return fitOrdinal(step, table, rows);
    case 'date-parts':
      return fitDateParts(step, table, rows);
    case 'target-encode':
      if (!target) throw new LoamError('internal', { message: 'no target to encode by' });
      return fitTargetEncode(step, asCoded(columnOf(table, step.column)), rows, target);
    case 'hashed-text':
      return fitHashedText(step, asCoded(columnOf(table, step.column)), rows);
    default:
      throw step satisfies never;
  }
}

function fitNumeric(
  step: Extract<ColumnStep, { step: 'numeric' }>,
  table: Table,
  rows: Uint32Array,
): FittedStep {
  const all = presentValues(table, step.column, rows);
  const { column, transform, indicator } = step;
  if (step.impute === 'keep') {
    const present = Float64Array.from(all, (x) => tailTransform(transform, x));
    return {
      column,
      step: 'numeric',
      transform,
      fill: null,
      indicator,
      ...spreadOf(step.scale, present),
    };
  }
  const fill = fillOf(step.impute, all);
  const imputed = new Float64Array(rows.length);
  imputed.fill(tailTransform(step.transform, fill));
  for (let i = 0; i < all.length; i++) imputed[i] = tailTransform(step.transform, all[i]!);
  const { offset, scale } = spreadOf(step.scale, imputed);
  return { column, step: 'numeric', transform, fill, indicator, offset, scale };
}

function spreadOf(scale: 'standard' | 'minmax' | 'none', values: Float64Array): Spread {
  if (scale === 'none') return { offset: 0, scale: 1 };
  return scale === 'standard' ? centre(values) : range(values);
}

function fillOf(impute: 'median' | 'mean' | 'zero', values: Float64Array): number {
  if (impute === 'zero' || values.length === 0) return 0;
  return impute === 'mean' ? centre(values).offset : median(values);
}

/** Mean of the two middle values where there are two. */
function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const low = sorted[(sorted.length - 1) >> 1]!;
  const high = sorted[sorted.length >> 1]!;
  return low === high ? low : low / 2 + high / 2;
}

function presentValues(table: Table, column: string, rows: Uint32Array): Float64Array {
  const { values } = asNumeric(columnOf(table, column));
  const present = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) {
    const x = values[row]!;
    if (!isMissingNumber(x)) present[count++] = x;
  }
  return present.subarray(0, count);
}

/**
 * Categories by frequency, ties by code unit. The rest class exists where train has rare categories, and
 * always has a place for what train never saw: without one, an unseen value has all inputs at 0.
 */
function fitOneHot(
  step: Extract<ColumnStep, { step: 'one-hot' }>,
  table: Table,
  rows: Uint32Array,
): FittedStep {
  const { kept, rest, missing } = keptCategories(step, table, rows);
  return { column: step.column, step: 'one-hot', categories: kept, rest, missing };
}

function fitCodes(
  step: Extract<ColumnStep, { step: 'codes' }>,
  table: Table,
  rows: Uint32Array,
): FittedStep {
  const { kept, rest } = keptCategories(step, table, rows);
  return { column: step.column, step: 'codes', categories: kept, rest };
}

/** Those frequent enough for a place of their own; `rest` where train has others, `missing` where it lacks some. */
function keptCategories(
  step: { column: string; limit: number; minCount: number },
  table: Table,
  rows: Uint32Array,
): { kept: string[]; rest: boolean; missing: boolean } {
  const { counts, missing } = categoryCounts(table, step.column, rows);
  const kept = counts.filter(({ count }) => count >= step.minCount).slice(0, step.limit);
  return {
    kept: kept.map(({ value }) => value),
    rest: kept.length < counts.length,
    missing: missing > 0,
  };
}

export interface CategoryCounts {
  /** Most frequent first, ties by code unit; only values that occur. */
  counts: { value: string; count: number }[];
  missing: number;
}

export function categoryCounts(table: Table, column: string, rows: Uint32Array): CategoryCounts {
  const { codes, dictionary } = asCoded(columnOf(table, column));
  const perCode = new Uint32Array(dictionary.length);
  let missing = 0;
  for (const row of rows) {
    const code = codes[row]!;
    if (code < 0) missing++;
    else perCode[code]!++;
  }
  const counts = dictionary
    .map((value, code) => ({ value, count: perCode[code]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  return { counts, missing };
}

function fitOrdinal(
  step: Extract<ColumnStep, { step: 'ordinal' }>,
  table: Table,
  rows: Uint32Array,
): FittedStep {
  const { codes, dictionary } = asCoded(columnOf(table, step.column));
  const rankOf = new Map(step.order.map((text, rank) => [text, rank]));
  const rankOfCode = dictionary.map((text) => rankOf.get(text) ?? -1);
  const present = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) {
    const rank = codes[row]! < 0 ? -1 : rankOfCode[codes[row]!]!;
    if (rank >= 0) present[count++] = rank;
  }
  const ranks = present.subarray(0, count);
  const fill = count === 0 ? 0 : median(ranks);
  const imputed = new Float64Array(rows.length).fill(fill);
  imputed.set(ranks);
  const { offset, scale } = spreadOf(step.scale, imputed);
  return { column: step.column, step: 'ordinal', order: [...step.order], fill, offset, scale };
}

function fitDateParts(
  step: Extract<ColumnStep, { step: 'date-parts' }>,
  table: Table,
  rows: Uint32Array,
): FittedStep {
  const present = presentValues(table, step.column, rows);
  const parts = step.parts.flatMap(fittedParts).map((part) => ({
    part,
    ...(isWave(part)
      ? { offset: 0, scale: 1 }
      : centre(Float64Array.from(present, (ms) => fittedDatePart(part, ms)))),
  }));
  return { column: step.column, step: 'date-parts', parts };
}

function fittedParts(part: DatePart): FittedDatePart[] {
  switch (part) {
    case 'month-cycle':
      return ['month-sin', 'month-cos'];
    case 'day-of-year-cycle':
      return ['day-of-year-sin', 'day-of-year-cos'];
    case 'weekday-cycle':
      return ['weekday-sin', 'weekday-cos'];
    case 'hour-cycle':
      return ['hour-sin', 'hour-cos'];
    default:
      return [part];
  }
}

/** Within -1 and 1 by nature. */
function isWave(part: FittedDatePart): boolean {
  return part.endsWith('-sin') || part.endsWith('-cos');
}
