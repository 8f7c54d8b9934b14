/** What a model says of its inputs: names, types, categories and coarse quantiles; nothing of single rows. */
import type { Table } from '../../core/dataset/types';
import type { FittedPreprocessing, InputSignature } from '../../core/model/types';
import { columnOf } from '../preprocess/column-view';
import { categoryCounts } from '../preprocess/fit';
import { isMissingNumber } from '../preprocess/step-inputs';

/** A category needs this many rows of train to be named, unless the model has an input for it. */
const LEAST_ROWS = 10;
const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9];

/** One per step, in the order of the steps. */
export function inputSignatures(
  fitted: FittedPreprocessing,
  table: Table,
  trainRows: Uint32Array,
): InputSignature[] {
  return fitted.steps.map((step) => {
    const column = columnOf(table, step.column);
    const { name, type } = column.schema;
    const labels = column.schema.type === 'boolean' ? column.schema.labels : null;
    const numeric = column.kind === 'numeric';
    const named = new Set(
      step.step === 'one-hot' || step.step === 'codes'
        ? step.categories
        : step.step === 'ordinal'
          ? step.order
          : [],
    );
    const categories =
      numeric || labels
        ? null
        : categoryCounts(table, step.column, trainRows)
            .counts.filter(({ value, count }) => count >= LEAST_ROWS || named.has(value))
            .map(({ value }) => value);
    const coarse = type === 'datetime' ? startOfMonth : twoDigits;
    const quantiles = numeric ? coarseQuantiles(column.values, trainRows, coarse) : null;
    return { name, type, categories, labels, quantiles };
  });
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
  const sorted = Float64Array.from(rows, (row) => values[row]!)
    .filter((x) => !isMissingNumber(x))
    .sort();
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
