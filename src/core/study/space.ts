/** What a space of parameters may be, and which of its dimensions count for given parameters. */
import { canonicalJson } from '../json/canonical';
import { LoamError } from '../errors';
import type { Dimension, Parameters, ParameterValue, Space } from './types';

const MOST_DIMENSIONS = 100;
const MOST_OPTIONS = 1000;
const PATH = /^[A-Za-z]\w*(\.\w+)*$/;

/** Equal text for equal values, lists by their elements. */
export function valueKey(value: ParameterValue): string {
  return canonicalJson(value);
}

/** Of the parameters as a whole. */
export function parametersKey(parameters: Parameters): string {
  return canonicalJson(parameters);
}

export function invalidSpace(field: string, reason: string): never {
  throw new LoamError('study-invalid', { field, reason });
}

/** @throws LoamError `study-invalid` with `field` (the dimension's name, or `space`) and `reason` */
export function checkSpace(space: Space): void {
  if (!Array.isArray(space)) invalidSpace('space', 'must be a list of dimensions');
  if (space.length === 0) invalidSpace('space', 'is empty: name at least one setting to vary');
  if (space.length > MOST_DIMENSIONS) {
    invalidSpace('space', `has more than ${MOST_DIMENSIONS} dimensions`);
  }
  const before = new Map<string, Dimension>();
  for (const dimension of space) {
    const { name } = dimension;
    if (typeof name !== 'string' || !PATH.test(name)) {
      invalidSpace('space', 'has a dimension whose name is no path such as model.leaves');
    }
    if (before.has(name)) invalidSpace(name, 'is named twice');
    checkRange(dimension);
    checkCondition(dimension, before);
    before.set(name, dimension);
  }
}

function checkRange(dimension: Dimension): void {
  const { name } = dimension;
  switch (dimension.type) {
    case 'number':
    case 'integer': {
      const { low, high, log } = dimension;
      const whole = dimension.type === 'integer';
      const fits = whole ? Number.isSafeInteger : Number.isFinite;
      if (!fits(low) || !fits(high)) {
        invalidSpace(name, `needs ${whole ? 'whole numbers' : 'numbers'} as its ends`);
      }
      if (low > high) invalidSpace(name, `goes from ${low} to ${high}: the first must be the less`);
      if (!Number.isFinite(high - low)) invalidSpace(name, 'is too wide');
      if (log && low <= 0)
        invalidSpace(name, `is on a log scale and must begin above 0, not ${low}`);
      return;
    }
    case 'choice': {
      const { options } = dimension;
      if (!Array.isArray(options) || options.length === 0) invalidSpace(name, 'has no options');
      if (options.length > MOST_OPTIONS)
        invalidSpace(name, `has more than ${MOST_OPTIONS} options`);
      if (new Set(options.map(valueKey)).size < options.length) {
        invalidSpace(name, 'has an option twice');
      }
      return;
    }
    default:
      dimension satisfies never;
      invalidSpace(name, 'must be a number, an integer or a choice');
  }
}

function checkCondition({ name, when }: Dimension, before: ReadonlyMap<string, Dimension>): void {
  if (when === null) return;
  const on = before.get(when.name);
  if (!on) invalidSpace(name, `depends on ${when.name}, which does not come before it`);
  if (on.type !== 'choice') invalidSpace(name, `depends on ${when.name}, which is not a choice`);
  const known = new Set(on.options.map(valueKey));
  if (when.is.length === 0) invalidSpace(name, `names no value of ${when.name} to depend on`);
  const other = when.is.find((value) => !known.has(valueKey(value)));
  if (other !== undefined) {
    invalidSpace(name, `depends on a value that ${when.name} never has: ${valueKey(other)}`);
  }
}

/** Whether a dimension counts, given those before it. */
export function isActive({ when }: Dimension, parameters: Parameters): boolean {
  if (when === null) return true;
  if (!Object.hasOwn(parameters, when.name)) return false;
  const value = valueKey(parameters[when.name]!);
  return when.is.some((each) => valueKey(each) === value);
}

/** Those that parameters have a value for, in the order of the space. */
export function activeDimensions(space: Space, parameters: Parameters): Dimension[] {
  return space.filter((dimension) => isActive(dimension, parameters));
}
