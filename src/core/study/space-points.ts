/** The points of a space whose dimensions have only some values each: a grid's, or all of a finite space. */
import { exp, log } from '../math';
import { isActive } from './space';
import type { Dimension, Parameters, ParameterValue, Space } from './types';

/** Values of a dimension, distinct; null where they cannot be listed. */
export type Axis = (dimension: Dimension) => readonly ParameterValue[] | null;

/** Values that a grid takes of a range, at most; ends included. */
const GRID_STEPS = 5;
/** Ranges with more whole numbers than this count as endless. */
const MOST_WHOLE = 100_000;

/** Equally far apart, on a log scale by their logarithm; whole numbers rounded, each once. */
export const gridAxis: Axis = (dimension) => {
  if (dimension.type === 'choice') return dimension.options;
  const { low, high, type } = dimension;
  const span = high - low;
  if (type === 'integer' && span < GRID_STEPS) return wholeNumbers(low, high);
  if (span === 0) return [low];
  const values = Array.from({ length: GRID_STEPS }, (_, i) => {
    if (i === 0) return low;
    if (i === GRID_STEPS - 1) return high;
    const at = i / (GRID_STEPS - 1);
    const value = dimension.log ? exp(log(low) + at * (log(high) - log(low))) : low + at * span;
    return type === 'integer' ? Math.round(value) : value;
  });
  return [...new Set(values)];
};

/** Every value there is; null for a range of numbers. */
export const everyAxis: Axis = (dimension) => {
  if (dimension.type === 'choice') return dimension.options;
  const { low, high, type } = dimension;
  if (low === high) return [low];
  return type === 'integer' && high - low < MOST_WHOLE ? wholeNumbers(low, high) : null;
};

function wholeNumbers(low: number, high: number): number[] {
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

/** Infinity where some dimension that counts has no list of values. Inactive dimensions multiply nothing. */
export function countPoints(space: Space, axis: Axis): number {
  const asked = new Set(space.flatMap(({ when }) => (when ? [when.name] : [])));
  const from = (at: number, chosen: Parameters): number => {
    const dimension = space[at];
    if (!dimension) return 1;
    if (!isActive(dimension, chosen)) return from(at + 1, chosen);
    const values = axis(dimension);
    if (values === null) return Infinity;
    if (!asked.has(dimension.name)) return values.length * from(at + 1, chosen);
    return values.reduce<number>(
      (sum, value) => sum + from(at + 1, { ...chosen, [dimension.name]: value }),
      0,
    );
  };
  return from(0, {});
}

/** Each point once, the last dimension changing first. Dimensions without a list stop it with an error. */
export function* pointsOf(
  space: Space,
  axis: Axis,
  at = 0,
  chosen: Parameters = {},
): Generator<Parameters> {
  const dimension = space[at];
  if (!dimension) {
    yield chosen;
    return;
  }
  if (!isActive(dimension, chosen)) {
    yield* pointsOf(space, axis, at + 1, chosen);
    return;
  }
  const values = axis(dimension);
  if (values === null) throw new RangeError(`the values of ${dimension.name} cannot be listed`);
  for (const value of values) {
    yield* pointsOf(space, axis, at + 1, { ...chosen, [dimension.name]: value });
  }
}
