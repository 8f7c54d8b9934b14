/**
 * Categories as the mean of the target, shrunk towards that of all rows: (sum + m * mean of all) / (rows + m).
 * Micci-Barreca 2001, "A preprocessing scheme for high-cardinality categorical attributes"; cross-fitted as in
 * scikit-learn's TargetEncoder. Sums run in the order of the rows.
 */
import type { CodedColumn } from '../../core/dataset/types';
import { stream } from '../../core/random/philox';
import type { ColumnStep } from '../../core/recipe/types';
import type { Target } from '../../core/task/target';
import { centre, type Spread } from './spread';
import { scaled, type TargetEncodeStep } from './step-inputs';

type Step = Extract<ColumnStep, { step: 'target-encode' }>;

/** A category is named by a model from this many rows on. */
const LEAST_ROWS = 10;

/** One per number that is averaged: the target's, or whether it is a class. Two classes: the second; more: all but the last. */
function averaged(target: Target): ((row: number) => number)[] {
  if (target.type === 'number') return [(row) => target.values[row]!];
  const { codes, classes } = target;
  if (classes.length === 2) return [(row) => (codes[row] === 1 ? 1 : 0)];
  return classes.slice(0, -1).map((_, code) => (row: number) => (codes[row] === code ? 1 : 0));
}

interface Sums {
  counts: Uint32Array;
  /** Of each category. */
  sums: Float64Array;
  prior: number;
}

/** Over the rows for which `holds`. */
function sumUp(
  { codes, dictionary }: CodedColumn,
  rows: Uint32Array,
  valueOf: (row: number) => number,
  holds: (row: number) => boolean,
): Sums {
  const counts = new Uint32Array(dictionary.length);
  const sums = new Float64Array(dictionary.length);
  let all = 0;
  let count = 0;
  for (const row of rows) {
    if (!holds(row)) continue;
    const value = valueOf(row);
    all += value;
    count++;
    const code = codes[row]!;
    if (code < 0) continue;
    counts[code]!++;
    sums[code]! += value;
  }
  return { counts, sums, prior: count === 0 ? 0 : all / count };
}

function shrunk({ counts, sums, prior }: Sums, code: number, smoothing: number): number {
  const weight = counts[code]! + smoothing;
  return weight === 0 ? prior : (sums[code]! + smoothing * prior) / weight;
}

function isNamed({ minCount }: Step, count: number): boolean {
  return count >= Math.max(LEAST_ROWS, minCount);
}

interface Encoding {
  whole: Sums;
  spread: Spread;
  /** Before it is scaled; -1, and what is not named, is the prior. */
  encode(sums: Sums, code: number): number;
}

function encodingOf(
  step: Step,
  column: CodedColumn,
  rows: Uint32Array,
  valueOf: (row: number) => number,
): Encoding {
  const whole = sumUp(column, rows, valueOf, () => true);
  const encode = (sums: Sums, code: number): number =>
    code >= 0 && isNamed(step, whole.counts[code]!)
      ? shrunk(sums, code, step.smoothing)
      : sums.prior;
  const values = Float64Array.from(rows, (row) => encode(whole, column.codes[row]!));
  return { whole, encode, spread: centre(values) };
}

export function fitTargetEncode(
  step: Step,
  column: CodedColumn,
  rows: Uint32Array,
  target: Target,
): TargetEncodeStep {
  const encodings = averaged(target).map((valueOf) => encodingOf(step, column, rows, valueOf));
  const { counts } = encodings[0]!.whole;
  const codes = [...counts.keys()]
    .filter((code) => isNamed(step, counts[code]!))
    .sort(
      (a, b) => counts[b]! - counts[a]! || (column.dictionary[a]! < column.dictionary[b]! ? -1 : 1),
    );
  return {
    column: step.column,
    step: 'target-encode',
    categories: codes.map((code) => column.dictionary[code]!),
    values: codes.map((code) =>
      encodings.map(({ encode, whole, spread }) => scaled(encode(whole, code), spread)),
    ),
    prior: encodings.map(({ whole, spread }) => scaled(whole.prior, spread)),
  };
}

/**
 * What the rows of train are learnt from: each row's values come from the rows of the other folds, so that no row
 * tells a model its own target. Scaled as the fitted step scales.
 *
 * @returns [rows, outputs of the step]
 */
export function crossFitted(
  step: Step,
  column: CodedColumn,
  rows: Uint32Array,
  target: Target,
  seed: number,
): Float32Array {
  const encodings = averaged(target).map((valueOf) => ({
    valueOf,
    ...encodingOf(step, column, rows, valueOf),
  }));
  const random = stream(seed, 'target-encode');
  const foldOf = new Map(Array.from(rows, (row) => [row, random.uint32(row) % step.folds]));
  const width = encodings.length;
  const result = new Float32Array(rows.length * width);
  for (let fold = 0; fold < step.folds; fold++) {
    encodings.forEach(({ valueOf, encode, spread }, output) => {
      const others = sumUp(column, rows, valueOf, (row) => foldOf.get(row) !== fold);
      rows.forEach((row, i) => {
        if (foldOf.get(row) !== fold) return;
        result[i * width + output] = scaled(encode(others, column.codes[row]!), spread);
      });
    });
  }
  return result;
}
