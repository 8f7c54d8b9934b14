/** Offset and scale of values, safe for constants and for values near the end of the double range. */
export interface Spread {
  offset: number;
  /** Never 0: constants get 1. */
  scale: number;
}

/** Beyond this, sums and squares of doubles may overflow, so values are scaled down first. */
const LARGE = 1e100;

function largest(values: Float64Array): number {
  let max = 0;
  for (let i = 0; i < values.length; i++) max = Math.max(max, Math.abs(values[i]!));
  return max;
}

function positive(scale: number): number {
  return scale > 0 && Number.isFinite(scale) ? scale : 1;
}

/** Mean and population standard deviation (two passes); 0 and 1 without values. */
export function centre(values: Float64Array): Spread {
  const n = values.length;
  if (n === 0) return { offset: 0, scale: 1 };
  const max = largest(values);
  const unit = max > LARGE ? max : 1;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]! / unit;
  const mean = sum / n;
  let squares = 0;
  let constant = true;
  for (let i = 0; i < n; i++) {
    const d = values[i]! / unit - mean;
    squares += d * d;
    if (values[i] !== values[0]) constant = false;
  }
  // A constant's mean may miss it by a rounding, which would blow that rounding up to 1.
  if (constant) return { offset: values[0]!, scale: 1 };
  return { offset: mean * unit, scale: positive(Math.sqrt(squares / n) * unit) };
}

/** Minimum and width of the range; 0 and 1 without values. */
export function range(values: Float64Array): Spread {
  const n = values.length;
  if (n === 0) return { offset: 0, scale: 1 };
  let low = values[0]!;
  let high = low;
  for (let i = 1; i < n; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return { offset: low, scale: positive(Math.min(high - low, Number.MAX_VALUE)) };
}
