/** What a model says of its inputs: names, types, categories and coarse quantiles; nothing of single rows. */
import { picked } from '../../core/dataset/picked';
import type { Column, Table } from '../../core/dataset/types';
import type { FittedPreprocessing, FittedStep, InputSignature } from '../../core/model/types';
import { columnOf } from '../preprocess/column-view';
import { categoryCounts } from '../preprocess/fit';
import { isMissingNumber } from '../preprocess/step-inputs';
import { rawColumns } from './columns-of-training';

/** A category needs this many rows of train to be named, unless the model has an input for it. */
const LEAST_ROWS = 10;
const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9];

/**
 * What the steps read, in their order; where columns are derived, what steps and expressions read of others, each
 * once, in the order of the table.
 */
export function inputSignatures(
  fitted: FittedPreprocessing,
  table: Table,
  trainRows: Uint32Array,
): InputSignature[] {
  const steps = new Map<string, FittedStep>(fitted.steps.map((step) => [step.column, step]));
  return inputColumns(fitted, table).map((column) => {
    const { name, type } = column.schema;
    const step = steps.get(name);
    const labels = column.schema.type === 'boolean' ? column.schema.labels : null;
    const numeric = column.kind === 'numeric';
    const named = new Set(step ? namedBy(step) : []);
    const categories =
      numeric || labels || step?.step === 'hashed-text'
        ? null
        : categoryCounts(table, name, trainRows)
            .counts.filter(({ value, count }) => count >= LEAST_ROWS || named.has(value))
            .map(({ value }) => value);
    const coarse = type === 'datetime' ? startOfMonth : twoDigits;
    const quantiles = numeric ? coarseQuantiles(column.values, trainRows, coarse) : null;
    return { name, type, categories, labels, quantiles };
  });
}

function inputColumns({ steps, derived, lags }: FittedPreprocessing, table: Table): Column[] {
  const raw = rawColumns(steps, derived ?? []);
  if (!lags?.length && !derived?.length) {
    return steps.map(({ column }) => columnOf(table, column));
  }
  return table.columns.filter(({ schema }) => raw.has(schema.name));
}

function namedBy(step: FittedStep): string[] {
  switch (step.step) {
    case 'one-hot':
    case 'codes':
    case 'target-encode':
      return step.categories;
    case 'ordinal':
      return step.order;
    case 'numeric':
    case 'date-parts':
    case 'hashed-text':
      return [];
    default:
      throw step satisfies never;
  }
}

function twoDigits(value: number): number {
  return Number(value.toPrecision(2));
}

/** Both in milliseconds since 1970 UTC. */
function startOfMonth(at: number): number {
  const date = new Date(at);
  date.setUTCDate(1);
  return date.setUTCHours(0, 0, 0, 0);
}

/** Linear between ranks, then made coarse; null without values. */
function coarseQuantiles(
  values: Float64Array,
  rows: Uint32Array,
  coarse: (value: number) => number,
): number[] | null {
  let count = 0;
  const present = picked(values, rows);
  for (const x of present) if (!isMissingNumber(x)) present[count++] = x;
  const sorted = present.subarray(0, count).sort();
  if (sorted.length === 0) return null;
  return QUANTILES.map((q) => {
    const rank = q * (sorted.length - 1);
    const share = rank - Math.floor(rank);
    const between = sorted[Math.floor(rank)]! * (1 - share) + sorted[Math.ceil(rank)]! * share;
    const rounded = coarse(between);
    // The largest doubles round up to no number.
    return Number.isFinite(rounded) ? rounded : between;
  });
}
