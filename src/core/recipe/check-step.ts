/** Refuses a step that cannot be done, naming its field. */
import { inRange, invalid, isWhole, listed, need, oneOf } from './need';
import type { ColumnStep, DatePart } from './types';

const STEPS: readonly ColumnStep['step'][] = [
  'numeric',
  'one-hot',
  'codes',
  'ordinal',
  'date-parts',
  'target-encode',
  'hashed-text',
];

export const DATE_PARTS: readonly DatePart[] = [
  'year',
  'month',
  'day',
  'weekday',
  'hour',
  'elapsed-days',
  'month-cycle',
  'day-of-year-cycle',
  'weekday-cycle',
  'hour-cycle',
];

/** @throws LoamError `recipe-invalid` */
export function checkStep(step: ColumnStep, field: string): void {
  need(typeof step === 'object' && step !== null, field, 'must be an object');
  need(typeof step.column === 'string', `${field}.column`, 'must be a name');
  switch (step.step) {
    case 'numeric':
      need(oneOf(step.transform, ['none', 'log']), `${field}.transform`, 'must be none or log');
      need(
        oneOf(step.impute, ['median', 'mean', 'zero', 'keep']),
        `${field}.impute`,
        'must be median, mean, zero or keep',
      );
      need(typeof step.indicator === 'boolean', `${field}.indicator`, 'must be true or false');
      return need(
        oneOf(step.scale, ['standard', 'minmax', 'none']),
        `${field}.scale`,
        'must be standard, minmax or none',
      );
    case 'one-hot':
    case 'codes':
      need(isWhole(step.limit, 1, 10_000), `${field}.limit`, 'must be from 1 to 10,000');
      return need(isWhole(step.minCount, 1, 1e9), `${field}.minCount`, 'must be from 1');
    case 'ordinal':
      need(
        Array.isArray(step.order) && step.order.every((text) => typeof text === 'string'),
        `${field}.order`,
        'must be a list of values',
      );
      need(step.order.length >= 1, `${field}.order`, 'must name at least one value');
      need(new Set(step.order).size === step.order.length, `${field}.order`, 'has a value twice');
      return need(
        oneOf(step.scale, ['standard', 'none']),
        `${field}.scale`,
        'must be standard or none',
      );
    case 'date-parts':
      need(
        Array.isArray(step.parts) && step.parts.length > 0,
        `${field}.parts`,
        'must name a part',
      );
      return need(
        step.parts.every((part) => oneOf(part, DATE_PARTS)),
        `${field}.parts`,
        'has an unknown part',
      );
    case 'target-encode':
      need(inRange(step.smoothing, 0, 1e6), `${field}.smoothing`, 'must be from 0 to 1,000,000');
      need(isWhole(step.folds, 2, 50), `${field}.folds`, 'must be from 2 to 50');
      return need(isWhole(step.minCount, 1, 1e9), `${field}.minCount`, 'must be from 1');
    case 'hashed-text': {
      const { words, buckets, lower } = step;
      need(
        Array.isArray(words) && words.length === 2 && words.every((n) => isWhole(n, 1, 5)),
        `${field}.words`,
        'must be two numbers from 1 to 5',
      );
      need(words[0] <= words[1], `${field}.words`, 'must not end before they begin');
      need(isWhole(buckets, 2, 4096), `${field}.buckets`, 'must be from 2 to 4,096');
      return need(typeof lower === 'boolean', `${field}.lower`, 'must be true or false');
    }
    default:
      return invalid(`${field}.step`, `must be ${listed(STEPS)}`);
  }
}
