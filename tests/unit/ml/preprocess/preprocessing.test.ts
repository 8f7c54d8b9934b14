import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column, Table } from '../../../../src/core/dataset/types';
import type { ColumnStep } from '../../../../src/core/recipe/types';
import { datePart } from '../../../../src/core/calendar/date-part';
import { fitPreprocessing } from '../../../../src/ml/preprocess/fit';
import { inputNames } from '../../../../src/ml/preprocess/input-names';
import { transform } from '../../../../src/ml/preprocess/transform';
import { numeric, numericStep, oneHotStep } from '../../../support/training';

const coded = (name: string, texts: (string | null)[]): Column => {
  const dictionary = [...new Set(texts.filter((text) => text !== null))];
  const codes = Int32Array.from(texts, (text) => (text === null ? -1 : dictionary.indexOf(text)));
  return { kind: 'coded', schema: { name, type: 'category' }, codes, dictionary };
};
const tableOf = (...columns: Column[]): Table => {
  const [first] = columns;
  const rows = first?.kind === 'numeric' ? first.values.length : (first?.codes.length ?? 0);
  return { rows, columns };
};
const all = (table: Table) => Uint32Array.from({ length: table.rows }, (_, row) => row);
const inputsOf = (steps: ColumnStep[], table: Table, train = all(table)) => {
  const fitted = fitPreprocessing(steps, table, train);
  const flat = transform(fitted, table, null);
  return Array.from({ length: table.rows }, (_, row) =>
    Array.from(flat.subarray(row * fitted.width, (row + 1) * fitted.width)),
  );
};

describe('numeric steps', () => {
  it('give train a mean of 0 and a standard deviation of 1, missing values at the median', () => {
    const rows = inputsOf([numericStep('x')], tableOf(numeric('x', [1, 2, NaN, 3])));
    const sd = Math.fround(Math.sqrt(0.5));
    expect(rows.flat()).toEqual([-1 / sd, 0, 0, 1 / sd].map(Math.fround));
  });

  it('treat both infinities as missing, in fitting and in transforming', () => {
    const table = tableOf(numeric('x', [1, Infinity, 3, -Infinity]));
    const step = { ...numericStep('x'), indicator: true };
    expect(inputsOf([step], table).map(([, missing]) => missing)).toEqual([0, 1, 0, 1]);
    expect(fitPreprocessing([step], table, all(table)).steps[0]).toMatchObject({ fill: 2 });
  });

  it('leave a constant column at 0 and never divide by 0', () => {
    const table = tableOf(numeric('x', [0.1, 0.1, 0.1]));
    expect(inputsOf([numericStep('x')], table).flat()).toEqual([0, 0, 0]);
  });

  it('stay finite for values near the end of the double range', () => {
    const table = tableOf(numeric('x', [1e308, -1e308, 5e307, 0]));
    for (const scale of ['standard', 'minmax'] as const) {
      const rows = inputsOf([{ ...numericStep('x'), scale }], table);
      expect(rows.flat().every(Number.isFinite)).toBe(true);
    }
  });

  it('take the signed logarithm before anything else when asked', () => {
    const step: ColumnStep = { ...numericStep('x'), transform: 'log', scale: 'none' };
    const rows = inputsOf([step], tableOf(numeric('x', [-1, 0, 1])));
    expect(rows.flat()).toEqual([-Math.LN2, 0, Math.LN2].map(Math.fround));
  });

  it('are all 0 when the whole column is missing', () => {
    const table = tableOf(numeric('x', [NaN, NaN]));
    expect(inputsOf([numericStep('x')], table).flat()).toEqual([0, 0]);
  });
});

describe('one-hot steps', () => {
  it('keep the most frequent categories, ties by code unit, and send the others to the rest', () => {
    const table = tableOf(coded('c', ['b', 'a', 'b', 'a', 'z', null]));
    const fitted = fitPreprocessing([{ ...oneHotStep('c'), minCount: 2 }], table, all(table));
    expect(inputNames(fitted)).toEqual(['c = a', 'c = b', 'c rest', 'c missing']);
    expect(inputsOf([{ ...oneHotStep('c'), minCount: 2 }], table)).toEqual([
      [0, 1, 0, 0],
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ]);
  });

  it('keep no more categories than their limit', () => {
    const table = tableOf(coded('c', ['a', 'a', 'b', 'b', 'c']));
    const fitted = fitPreprocessing([{ ...oneHotStep('c'), limit: 1 }], table, all(table));
    expect(fitted.steps[0]).toMatchObject({ categories: ['a'], rest: true, missing: false });
  });

  it('take numbers as categories by their text', () => {
    const table = tableOf(numeric('n', [3, 1, 3, NaN]));
    const fitted = fitPreprocessing([oneHotStep('n')], table, all(table));
    expect(fitted.steps[0]).toMatchObject({ categories: ['3', '1'], missing: true });
  });

  it('have all inputs at 0 for a value that train never saw where train has no rest', () => {
    const table = tableOf(coded('c', ['a', 'b', 'new']));
    const rows = inputsOf([oneHotStep('c')], table, Uint32Array.of(0, 1));
    expect(rows[2]).toEqual([0, 0]);
  });
});

describe('ordinal and date steps', () => {
  it('rank by the given order, with unknown values at the median rank', () => {
    const table = tableOf(coded('o', ['low', 'high', 'mid', 'odd', null]));
    const step: ColumnStep = {
      column: 'o',
      step: 'ordinal',
      order: ['low', 'mid', 'high'],
      scale: 'none',
    };
    expect(inputsOf([step], table).flat()).toEqual([0, 2, 1, 1, 1]);
  });

  it('read the parts of a date as the calendar of the platform does', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        const ms = date.getTime();
        expect(datePart('year', ms)).toBe(date.getUTCFullYear());
        expect(datePart('month', ms)).toBe(date.getUTCMonth() + 1);
        expect(datePart('day', ms)).toBe(date.getUTCDate());
        expect(datePart('weekday', ms)).toBe((date.getUTCDay() + 6) % 7);
        expect(datePart('hour', ms)).toBe(date.getUTCHours());
        expect(datePart('elapsed-days', ms)).toBe(ms / 86_400_000);
      }),
    );
  });

  it('put a missing date at 0 in every part', () => {
    const table = tableOf(numeric('d', [0, 86_400_000 * 40, NaN], 'datetime'));
    const step: ColumnStep = { column: 'd', step: 'date-parts', parts: ['month', 'elapsed-days'] };
    expect(inputsOf([step], table)[2]).toEqual([0, 0]);
  });
});

it('preprocessing learns from train alone: other rows may change in any way', () => {
  const value = fc.oneof(fc.double(), fc.constant(NaN));
  const text = fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: null });
  const row = fc.record({ x: value, c: text, d: fc.integer({ min: -1e12, max: 2e12 }) });
  type RowOf = { x: number; c: string | null; d: number };
  const build = (rows: RowOf[]) =>
    tableOf(
      numeric(
        'x',
        rows.map(({ x }) => x),
      ),
      coded(
        'c',
        rows.map(({ c }) => c),
      ),
      numeric(
        'd',
        rows.map(({ d }) => d),
        'datetime',
      ),
    );
  const steps: ColumnStep[] = [
    { ...numericStep('x'), indicator: true, transform: 'log' },
    { ...oneHotStep('c'), minCount: 2 },
    { column: 'c', step: 'ordinal', order: ['a', 'b', 'c'], scale: 'standard' },
    { column: 'd', step: 'date-parts', parts: ['year', 'weekday', 'elapsed-days'] },
  ];
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 20 }),
      fc.array(row, { maxLength: 20 }),
      fc.array(row, { maxLength: 20 }),
      (train, one, other) => {
        const rows = Uint32Array.from(train.keys());
        const first = fitPreprocessing(steps, build([...train, ...one]), rows);
        const second = fitPreprocessing(steps, build([...train, ...other]), rows);
        expect(second).toEqual(first);
        const inputs = transform(first, build([...train, ...one]), null);
        expect(inputs.every(Number.isFinite)).toBe(true);
      },
    ),
  );
});
