import { expect, test } from 'vitest';
import { intervalText, metricText } from '../../../src/ui/metric-text';

test('scores line up at three decimals', () => {
  expect([0.9177, 0.09137, 1, -0.0965].map((value) => metricText('mcc', value))).toEqual([
    '0.918',
    '0.091',
    '1.000',
    '−0.097',
  ]);
});

test('errors keep four digits of the unit of what is predicted', () => {
  expect(metricText('rmse', 54.0312)).toBe('54.03');
  expect(metricText('mae', 0.000123456)).toBe('0.0001235');
});

test('a percentage error is written as per cent', () => {
  expect(metricText('mape', 0.394)).toBe('39.4\u00a0%');
});

test('what has no value, or no interval, is a dash', () => {
  expect(metricText('recall', null)).toBe('–');
  expect(intervalText({ name: 'recall', low: null, high: 0.5 })).toBe('–');
  expect(intervalText({ name: 'recall', low: 0.058, high: 0.14 })).toBe('0.058 to 0.140');
});
