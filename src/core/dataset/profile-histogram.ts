/**
 * A histogram whose bins are a power of two wide and stand at multiples of it, at most 64 of them. The
 * width is the smallest that holds all values seen; it grows by joining pairs. So the result does not
 * depend on the order of values, and two histograms merge exactly.
 */
import type { Histogram } from './types';

export const MAX_BINS = 64;
const LEAST_EXPONENT = -1000;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

function powerOfTwo(exponent: number): number {
  words[0] = 0;
  words[1] = (exponent + 1023) << 20;
  return double[0]!;
}

function exponentOf(value: number): number {
  double[0] = value;
  return Math.max(LEAST_EXPONENT, ((words[1]! >>> 20) & 0x7ff) - 1023);
}

/** Numbers too small to be scaled still have their sign. */
function binOf(value: number, scale: number): number {
  const bin = Math.floor(value * scale);
  return bin >= 0 && value < 0 ? -1 : bin;
}

export class HistogramBuilder {
  #min = Infinity;
  #max = -Infinity;
  /** Meaningless while all values are one. */
  #exponent = NaN;
  /** Number of the first bin: it starts at `first * width`. */
  #first = 0;
  #count = 0;
  #bins = new Float64Array(MAX_BINS);

  /** `min` and `max` are those of the finite ones among `values`; all others are passed over. */
  add(values: Float64Array, min: number, max: number): void {
    if (!(min <= max)) return;
    this.#widen(Math.min(min, this.#min), Math.max(max, this.#max));
    let count = 0;
    if (this.#min === this.#max) {
      for (let i = 0; i < values.length; i++) if (values[i] === min) count++;
      this.#count += count;
      return;
    }
    const scale = powerOfTwo(-this.#exponent);
    const first = this.#first;
    if (Math.abs(first) < 1e9) addSmall(values, scale, first, this.#bins);
    else {
      for (let i = 0; i < values.length; i++) {
        const value = values[i]!;
        if (value - value === 0) this.#bins[binOf(value, scale) - first]!++;
      }
    }
  }

  /** Bins are joined until they are at least `least` wide: 1 keeps whole numbers from leaving gaps. */
  finish(least = 0): Histogram {
    if (!(this.#min <= this.#max)) return { start: 0, width: 1, counts: [] };
    if (this.#min === this.#max) {
      return { start: Math.floor(this.#min) + 0, width: 1, counts: [this.#count] };
    }
    while (powerOfTwo(this.#exponent) < least) {
      const first = Math.floor(this.#first / 2);
      this.#join(1, first);
      this.#first = first;
      this.#exponent++;
    }
    const width = powerOfTwo(this.#exponent);
    const last = binOf(this.#max, powerOfTwo(-this.#exponent)) - this.#first;
    // The largest numbers lie in a bin that begins beyond them.
    const start = Math.max(-Number.MAX_VALUE, this.#first * width);
    return { start, width, counts: [...this.#bins.subarray(0, last + 1)] };
  }

  /** Makes room for values from `min` to `max`, which include all seen before. */
  #widen(min: number, max: number): void {
    if (min === this.#min && max === this.#max) return;
    const constant = this.#min === this.#max;
    const value = this.#min;
    const fresh = !(this.#exponent === this.#exponent);
    this.#min = min;
    this.#max = max;
    if (min === max) return;
    if (fresh) this.#exponent = exponentOf(max / 2 - min / 2) - 7;
    const before = this.#exponent;
    this.#exponent = Math.max(before, LEAST_EXPONENT);
    while (!this.#fits()) this.#exponent++;
    const first = binOf(min, powerOfTwo(-this.#exponent));
    if (!fresh) this.#join(this.#exponent - before, first);
    this.#first = first;
    if (constant) {
      this.#bins[binOf(value, powerOfTwo(-this.#exponent)) - first]! += this.#count;
      this.#count = 0;
    }
  }

  #fits(): boolean {
    const scale = powerOfTwo(-this.#exponent);
    return binOf(this.#max, scale) - binOf(this.#min, scale) < MAX_BINS;
  }

  /** Every bin's number is halved `times` times, and bins then count from `first`. */
  #join(times: number, first: number): void {
    const factor = powerOfTwo(-Math.min(times, 1000));
    const bins = new Float64Array(MAX_BINS);
    this.#bins.forEach((count, i) => {
      if (count > 0) bins[binOf(this.#first + i, factor) - first]! += count;
    });
    this.#bins = bins;
  }
}

/** As the loop it stands in for, where every bin's number fits 32 bits. */
function addSmall(values: Float64Array, scale: number, first: number, bins: Float64Array): void {
  const counts = new Int32Array(MAX_BINS);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value !== 0) continue;
    const scaled = value * scale;
    let bin = Math.floor(scaled) | 0;
    if (scaled === 0 && value < 0) bin = -1;
    counts[bin - first]!++;
  }
  for (let bin = 0; bin < MAX_BINS; bin++) bins[bin]! += counts[bin]!;
}
