/**
 * The profile of a numeric column, from blocks of its rows in order. The same rows in the same blocks
 * give the same bits; histogram, counts and extremes do not depend on the blocks at all.
 */
import { DistinctNumbers } from './distinct-numbers';
import { HistogramBuilder } from './profile-histogram';
import { withRanks } from './rank-select';
import type { ColumnProfile, ColumnType, NumericProfile } from './types';

export const QUANTILES = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1] as const;
/** So many rows or fewer have exact quantiles; of more, a sample of half as many or less is kept. */
export const SAMPLE_ROWS = 65_536;
const THINNED_ROWS = SAMPLE_ROWS / 2;

export class NumericProfiler {
  #rows = 0;
  #missing = 0;
  #infinite = 0;
  #count = 0;
  #mean = 0;
  /** Sum of squared distances from the mean. */
  #squares = 0;
  #min = Infinity;
  #max = -Infinity;
  readonly #histogram = new HistogramBuilder();
  readonly #distinct = new DistinctNumbers();
  /** Every `#stride`-th row's value, from row 0. */
  #sample = new Float64Array(256);
  #sampled = 0;
  #stride = 1;

  /** One block of rows, NaN where missing. */
  add(values: Float64Array): void {
    let range = sumAndRange(values);
    let finite = values;
    // A sum is finite only if all of its terms are; they seldom are not.
    if (range.sum - range.sum !== 0) {
      finite = finiteOf(values);
      const missing = countMissing(values);
      this.#missing += missing;
      this.#infinite += values.length - finite.length - missing;
      range = sumAndRange(finite);
    }
    if (finite.length > 0) this.#numbersOf(finite, range);
    this.#distinct.add(values);
    this.#take(values);
    this.#rows += values.length;
  }

  finish(name: string, type: ColumnType): ColumnProfile {
    const { count, exact } = this.#distinct;
    const numeric = this.#count + this.#infinite > 0 ? this.#profile(type) : null;
    return {
      name,
      type,
      missing: this.#missing,
      distinct: count,
      distinctExact: exact,
      numeric,
      coded: null,
    };
  }

  #profile(type: ColumnType): NumericProfile {
    const known = this.#count > 0;
    const variance = this.#count > 1 ? this.#squares / (this.#count - 1) : 0;
    return {
      min: known ? bounded(this.#min) : 0,
      max: known ? bounded(this.#max) : 0,
      mean: bounded(this.#mean),
      sd: bounded(Math.sqrt(variance)),
      quantiles: this.#quantiles(),
      quantilesExact: this.#stride === 1,
      histogram: this.#histogram.finish(type === 'integer' ? 1 : 0),
      infinite: this.#infinite,
    };
  }

  /** Joins the block's mean and squares to those before (Chan, Golub, LeVeque 1979). */
  #numbersOf(values: Float64Array, { sum, min, max }: Range): void {
    const count = values.length;
    const mean = sum / count;
    const total = this.#count + count;
    const step = mean - this.#mean;
    this.#mean += (step * count) / total;
    this.#squares += squaresAround(values, mean) + step * step * ((this.#count * count) / total);
    this.#count = total;
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
    this.#histogram.add(values, min, max);
  }

  #take(values: Float64Array): void {
    let next = this.#sampled * this.#stride - this.#rows;
    while (next < values.length) {
      if (this.#sampled === (this.#stride === 1 ? SAMPLE_ROWS : THINNED_ROWS)) {
        this.#thin();
        next = this.#sampled * this.#stride - this.#rows;
        continue;
      }
      if (this.#sampled === this.#sample.length) {
        const bigger = new Float64Array(this.#sample.length * 2);
        bigger.set(this.#sample);
        this.#sample = bigger;
      }
      this.#sample[this.#sampled++] = values[next]!;
      next += this.#stride;
    }
  }

  #thin(): void {
    // From exact to sampled at once, then by halves.
    const step = this.#stride === 1 ? 4 : 2;
    for (let i = 0; step * i < this.#sampled; i++) this.#sample[i] = this.#sample[step * i]!;
    this.#sampled = Math.ceil(this.#sampled / step);
    this.#stride *= step;
  }

  /** Between two values by linear interpolation, as NumPy does by default. */
  #quantiles(): number[] {
    const taken = this.#sample.subarray(0, this.#sampled);
    const sample = finiteOf(taken);
    const ranks = QUANTILES.flatMap((share) => {
      const place = (sample.length - 1) * share;
      return [Math.floor(place), Math.min(Math.floor(place) + 1, sample.length - 1)];
    });
    const sorted = withRanks(sample, ranks);
    return QUANTILES.map((share) => {
      if (this.#count === 0) return 0;
      if (share === 0) return bounded(this.#min);
      if (share === 1) return bounded(this.#max);
      if (sorted.length === 0) return bounded(this.#mean);
      const place = (sorted.length - 1) * share;
      const below = Math.floor(place);
      const low = sorted[below]!;
      const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
      return bounded(low + (high - low) * (place - below));
    });
  }
}

/** Sums of very large numbers may leave the range of a double. -0 becomes 0. */
function bounded(value: number): number {
  if (value !== value) return 0;
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value)) + 0;
}

function finiteOf(values: Float64Array): Float64Array {
  const finite = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value === 0) finite[count++] = value;
  }
  return finite.subarray(0, count);
}

function countMissing(values: Float64Array): number {
  let missing = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== values[i]) missing++;
  return missing;
}

interface Range {
  sum: number;
  min: number;
  max: number;
}

/** Four sums side by side: one alone would wait for its own last addition. */
function sumAndRange(values: Float64Array): Range {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let min = values[0] ?? 0;
  let max = min;
  const even = values.length & ~3;
  for (let i = 0; i < even; i += 4) {
    const v = values[i]!;
    const w = values[i + 1]!;
    const x = values[i + 2]!;
    const y = values[i + 3]!;
    a += v;
    b += w;
    c += x;
    d += y;
    if (v < min) min = v;
    if (v > max) max = v;
    if (w < min) min = w;
    if (w > max) max = w;
    if (x < min) min = x;
    if (x > max) max = x;
    if (y < min) min = y;
    if (y > max) max = y;
  }
  for (let i = even; i < values.length; i++) {
    const v = values[i]!;
    a += v;
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return { sum: a + b + (c + d), min, max };
}

/** Sum of squared distances from `mean`, of four sums as above. */
function squaresAround(values: Float64Array, mean: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const even = values.length & ~3;
  for (let i = 0; i < even; i += 4) {
    const v = values[i]! - mean;
    const w = values[i + 1]! - mean;
    const x = values[i + 2]! - mean;
    const y = values[i + 3]! - mean;
    a += v * v;
    b += w * w;
    c += x * x;
    d += y * y;
  }
  for (let i = even; i < values.length; i++) a += (values[i]! - mean) * (values[i]! - mean);
  return a + b + (c + d);
}
