import { describe, expect, it } from 'vitest';
import type { ColumnProfile } from '../../../../src/core/dataset/types';
import { inputCount } from '../../../../src/core/recipe/input-count';
import type { ColumnStep } from '../../../../src/core/recipe/types';

const numeric: ColumnStep = {
  column: 'n',
  step: 'numeric',
  transform: 'none',
  impute: 'median',
  indicator: false,
  scale: 'standard',
};
const oneHot: ColumnStep = { column: 'c', step: 'one-hot', limit: 50, minCount: 5 };
const coded = (counts: number[], more: Partial<ColumnProfile> = {}): ColumnProfile => ({
  name: 'c',
  type: 'category',
  missing: 0,
  distinct: counts.length,
  distinctExact: true,
  numeric: null,
  coded: { top: counts.map((count, i) => ({ value: `v${i}`, count })), rest: 0, medianWords: null },
  ...more,
});

describe('the number of inputs', () => {
  it('is known where each column makes a fixed number of them', () => {
    const steps: ColumnStep[] = [
      numeric,
      { ...numeric, column: 'm', indicator: true },
      { column: 'c', step: 'codes', limit: 254, minCount: 5 },
      { column: 'd', step: 'date-parts', parts: ['month', 'weekday'] },
      { column: 'o', step: 'ordinal', order: ['low', 'high'], scale: 'none' },
    ];
    expect(inputCount(steps, { columns: [], rows: 10 })).toEqual({ count: 7, exact: true });
  });

  it('is a guess where categories are one-hot: the frequent ones, the rest and missing', () => {
    const count = (profile: ColumnProfile, rows: number) =>
      inputCount([oneHot], { columns: [profile], rows });
    expect(count(coded([50, 50]), 60)).toEqual({ count: 2, exact: false });
    expect(count(coded([60, 30, 3]), 93)).toEqual({ count: 3, exact: false });
    expect(count(coded([60, 30, 3], { missing: 9 }), 102)).toEqual({ count: 4, exact: false });
    // Of 6 rows in 100, train holds 3.
    expect(count(coded([54, 40, 6]), 50)).toEqual({ count: 3, exact: false });
  });
});
