import { describe, expect, it } from 'vitest';
import type { InputSignature } from '../../../../src/core/model/types';
import { rowWarnings } from '../../../../src/deploy/drift';

const plain = { categories: null, labels: null, quantiles: null };
const inputs: InputSignature[] = [
  { ...plain, name: 'age', type: 'integer', quantiles: [20, 30, 40, 50, 60] },
  { ...plain, name: 'gain', type: 'number', quantiles: [0, 0, 0, 0, 0] },
  {
    ...plain,
    name: 'day',
    type: 'datetime',
    quantiles: [2017, 2018, 2019, 2020, 2021].map((y) => Date.UTC(y, 0, 1)),
  },
  { ...plain, name: 'place', type: 'category', categories: ['north', 'south'] },
  { ...plain, name: 'paid', type: 'boolean', labels: ['no', 'yes'] },
  { ...plain, name: 'remark', type: 'text' },
];
const warned = (row: Parameters<typeof rowWarnings>[1]) =>
  rowWarnings(inputs, row).map(({ input, warning }) => `${input} ${warning}`);

describe('what is strange about one row', () => {
  it('is nothing within 1.5 spans of the usual', () => {
    expect(
      warned({ age: -40, gain: 1e9, day: '2026-12-30', place: 'south', paid: true, remark: 'x' }),
    ).toEqual([]);
    expect(warned({ age: 120, day: '2011-01-05' })).toEqual([]);
  });

  it('is a number or a date beyond that, on either side, with what was usual', () => {
    expect(warned({ age: 121, day: '2010-01-01' })).toEqual(['age far-above', 'day far-below']);
    expect(warned({ age: '-41', day: '2029-01-01' })).toEqual(['age far-below', 'day far-above']);
    expect(rowWarnings(inputs, { age: 500 })).toEqual([
      { input: 'age', warning: 'far-above', usual: { low: 20, high: 60 } },
    ]);
  });

  it('is a category that training did not name', () => {
    expect(rowWarnings(inputs, { place: 'mars' })).toEqual([
      { input: 'place', warning: 'unseen', usual: null },
    ]);
  });

  it('is never what is missing or cannot be read: the prediction names that', () => {
    expect(warned({})).toEqual([]);
    expect(warned({ age: 'old', day: 'never', place: null, paid: 7, gain: NaN })).toEqual([]);
    expect(warned({ age: Infinity })).toEqual([]);
  });

  it('looks at own fields of the row only', () => {
    const odd: InputSignature[] = [
      { ...plain, name: 'toString', type: 'category', categories: ['a'] },
    ];
    expect(rowWarnings(odd, {})).toEqual([]);
  });
});
