import { describe, expect, it } from 'vitest';
import { previewOf, shownRows, tableOfCells } from '../../../src/app/derived-preview';
import { lagProblem, lengthened } from '../../../src/app/draft-lags';
import type { ColumnSchema } from '../../../src/core/dataset/types';
import { lagColumn } from '../../../src/core/recipe/lags';

const day = { column: 'day', role: 'time', why: '' } as const;
const value = { column: 'v', role: 'target', why: '' } as const;
const wind = { column: 'wind', role: 'feature', why: '' } as const;
const task = { target: 'v', roles: [day, value, wind] };
const lag = (column: string, rows: number, mean = 1) => lagColumn({ column, rows, mean });

describe('a lag of a draft', () => {
  it('of the target may be as near as one forecasts, and no nearer; other columns are known', () => {
    expect(lagProblem([lag('v', 7)], task, 7)).toBeNull();
    expect(lagProblem([lag('wind', 1)], task, 7)).toBeNull();
    expect(lagProblem([lag('v', 9), lag('v', 6, 3)], task, 7)).toBe(
      'v, mean of 3 rows up to 6 rows before is not known yet when the forecast is made 7 rows ahead.',
    );
  });

  it('needs a column that says which rows come before', () => {
    expect(lagProblem([lag('v', 1)], { ...task, roles: [value, wind] }, 1)).toContain(
      'no column has the role time',
    );
    expect(lagProblem([], { ...task, roles: [value, wind] }, 1)).toBeNull();
  });

  it('that is too near is made as long as it must be, in its place, and equal ones become one', () => {
    const made = { name: 'twice', expression: 'wind * 2' };
    const derive = [lag('v', 1), made, lag('v', 2), lag('v', 3, 4), lag('wind', 1)];
    const longer = lengthened(derive, task, 7);
    expect(longer).toEqual([lag('v', 7), made, lag('v', 7, 4), lag('wind', 1)]);
    expect(lagProblem(longer, task, 7)).toBeNull();
  });
});

describe('the preview of a lag', () => {
  const schemas: ColumnSchema[] = [
    { name: 'day', type: 'datetime', precision: 'day' },
    { name: 'v', type: 'number' },
    { name: 'wind', type: 'number' },
  ];
  // The third row of the data is the first day.
  const rows = [
    ['2020-01-03', 30, 3],
    ['2020-01-02', 20, 2],
    ['2020-01-01', 10, 1],
    [null, 99, 9],
  ];
  const table = tableOfCells(schemas, rows);

  it('is of the latest rows in order of time, each with what was so many rows before', () => {
    const shown = shownRows(table, 'day');
    expect(shown).toEqual([2, 1, 0]);
    const all = previewOf([lag('v', 1)], 'v, 1 row before', table, task.roles);
    expect(shown.map((row) => all[row])).toEqual([null, 10, 20]);
  });

  it('goes before expressions that read it', () => {
    const derive = [lag('v', 1), { name: 'change', expression: 'wind - `v, 1 row before`' }];
    const all = previewOf(derive, 'change', table, task.roles);
    expect(shownRows(table, 'day').map((row) => all[row])).toEqual([null, 2 - 10, 3 - 20]);
  });

  it('is of the first rows where nothing says when they were', () => {
    expect(shownRows(table, null)).toEqual([0, 1, 2, 3]);
  });
});
