/** What a trial of a study was given. */
import type { Parameters, ParameterValue } from '../study/types';
import { either, flag, listOf, number, orNull, text, type Check } from '../shape/check';

export const parameterValue: Check<ParameterValue> = orNull(
  either(either(number, text), either(flag, listOf(number))),
);

export const parameters: Check<Parameters> = (value): value is Parameters =>
  value !== null &&
  typeof value === 'object' &&
  !Array.isArray(value) &&
  Object.values(value).every(parameterValue);
