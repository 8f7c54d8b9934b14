import { describe, expect, test } from 'vitest';
import type { ColumnType } from '../../../../src/core/dataset/types';
import { ingestText } from '../../../support/ingest-text';

/** The type and the cells of one column, given its cells as they stand in a file. */
async function column(cells: string[], type?: ColumnType) {
  const text = `x;pad\n${cells.map((cell) => `${cell};p`).join('\n')}`;
  const options = {
    delimiter: ';',
    header: true,
    ...(type ? { types: { x: type } } : {}),
  } as const;
  const result = await ingestText(text, options);
  const issues = result.issues
    .filter(({ column }) => column === 'x')
    .map((i) => `${i.type} ${i.count} @${i.lines.join()}`);
  return { schema: result.schemas[0]!, cells: result.cells.map((row) => row[0]), issues };
}

async function typeOf(...cells: string[]): Promise<ColumnType> {
  return (await column(cells)).schema.type;
}

describe('a column is taken as', () => {
  test('integer where every value is digits', async () => {
    expect(await column(['1', '-7', '+3', '', '0', '9007199254740991'])).toEqual({
      schema: { name: 'x', type: 'integer' },
      cells: [1, -7, 3, null, 0, 9007199254740991],
      issues: [],
    });
  });

  test('number where a value has a decimal point or an exponent', async () => {
    expect(await column(['1', '2.5', '.5', '1e-3', '-2E+2', '7.'])).toEqual({
      schema: { name: 'x', type: 'number' },
      cells: [1, 2.5, 0.5, 0.001, -200, 7],
      issues: [],
    });
  });

  test('number where a value is infinite, which is reported', async () => {
    expect(await column(['1', 'Infinity', '-inf', 'INF', '1e999'])).toEqual({
      schema: { name: 'x', type: 'number' },
      cells: [1, Infinity, -Infinity, Infinity, Infinity],
      issues: ['infinite 4 @3,4,5,6'],
    });
  });

  test('category where digits are names: leading zeros and integers past 2^53 keep their text', async () => {
    expect(await column(['01234', '94110', '10115'])).toEqual({
      schema: { name: 'x', type: 'category' },
      cells: ['01234', '94110', '10115'],
      issues: [],
    });
    expect((await column(['9007199254740993', '1'])).cells).toEqual(['9007199254740993', '1']);
    expect((await column(['+4915112345678', '+4915112345679'])).cells[0]).toBe('+4915112345678');
  });

  test('boolean where exactly true and false, or yes and no, occur, each in one spelling', async () => {
    expect(await column(['Yes', 'No', '', 'No'])).toEqual({
      schema: { name: 'x', type: 'boolean', labels: ['No', 'Yes'] },
      cells: [true, false, null, false],
      issues: [],
    });
    expect(await typeOf('TRUE', 'FALSE')).toBe('boolean');
    expect(await typeOf('true', 'True', 'false')).toBe('category');
    expect(await typeOf('yes', 'false')).toBe('category');
    expect(await typeOf('yes', 'yes')).toBe('category');
    expect(await typeOf('0', '1')).toBe('integer');
  });

  test('date-time where every value is an ISO date or one with slashes and the year first', async () => {
    expect(await column(['2024-02-29', '2000/01/01', '', '1969-12-31'])).toEqual({
      schema: { name: 'x', type: 'datetime', precision: 'day' },
      cells: ['2024-02-29', '2000-01-01', null, '1969-12-31'],
      issues: [],
    });
    const times = [
      '2024-02-29T12:30:15Z',
      '2024-02-29 12:30',
      '2024-02-29T12:30:15.25+01:00',
      '2024-02-29 9:05:00-0330',
    ];
    expect(await column(times)).toEqual({
      schema: { name: 'x', type: 'datetime', precision: 'millisecond' },
      cells: [
        '2024-02-29T12:30:15Z',
        '2024-02-29T12:30:00Z',
        '2024-02-29T11:30:15.250Z',
        '2024-02-29T12:35:00Z',
      ],
      issues: [],
    });
    expect(await typeOf('2023-02-29', '2024-01-01')).toBe('category');
    expect(await typeOf('2024-13-01')).toBe('category');
    expect(await typeOf('2024-01-01', '5')).toBe('category');
  });

  test('date-time with day and month in the one order that every value allows', async () => {
    expect((await column(['1/2/2024', '31/12/2023', ''])).cells).toEqual([
      '2024-02-01',
      '2023-12-31',
      null,
    ]);
    expect((await column(['1/2/2024', '12/31/2023'])).cells).toEqual(['2024-01-02', '2023-12-31']);
    expect((await column(['01.02.2024', '03.04.2024'])).cells).toEqual([
      '2024-02-01',
      '2024-04-03',
    ]);
    expect((await column(['12-31-2023 14:05', '01-02-2024 00:00'])).cells[0]).toBe(
      '2023-12-31T14:05:00Z',
    );
  });

  test('category where the order of day and month cannot be known, or is mixed', async () => {
    expect((await column(['1/2/2024', '3/4/2024'])).cells).toEqual(['1/2/2024', '3/4/2024']);
    expect(await typeOf('31/12/2023', '12/31/2023')).toBe('category');
  });

  test('category where few values repeat, text where most rows differ or have many words', async () => {
    const few = Array.from({ length: 200 }, (_, i) => `city ${i % 90}`);
    const many = Array.from({ length: 200 }, (_, i) => `name ${i}`);
    const notes = Array.from({ length: 200 }, (_, i) => `she said the number ${i % 40}`);
    const answers = Array.from({ length: 200 }, (_, i) => `strongly agree with all of ${i % 5}`);
    expect(await typeOf(...few)).toBe('category');
    expect(await typeOf(...many)).toBe('text');
    expect(await typeOf(...notes)).toBe('text');
    expect(await typeOf(...answers)).toBe('category');
  });

  test('a category without values where every value is missing, which is reported', async () => {
    expect(
      await column(['', 'NA', '?', 'null', 'NULL', 'None', 'NaN', 'nan', 'N/A', ' NA ', '  ']),
    ).toEqual({
      schema: { name: 'x', type: 'category' },
      cells: Array(11).fill(null),
      issues: ['all-missing 1 @'],
    });
  });

  test('numbers between missing markers', async () => {
    expect((await column(['?', '1', 'NA', ' 2.5 ', 'null'])).cells).toEqual([
      null,
      1,
      null,
      2.5,
      null,
    ]);
  });

  test('text with its spaces and its case', async () => {
    expect((await column([' a ', 'A', 'a'])).cells).toEqual([' a ', 'A', 'a']);
  });

  test('numbers with decimal commas in a file split by semicolons, which is reported', async () => {
    expect(await column(['1', '1,5', '-0,25', '1,5e3'])).toEqual({
      schema: { name: 'x', type: 'number' },
      cells: [1, 1.5, -0.25, 1500],
      issues: ['decimal-comma 1 @'],
    });
    expect((await column(['1,5', '1.5'])).cells).toEqual(['1,5', '1.5']);
    expect((await column(['1.5', '1,5'])).cells).toEqual(['1.5', '1,5']);
  });
});

describe('an override', () => {
  test('reads digits as text, and identifiers as numbers', async () => {
    expect((await column(['1', '1.50'], 'category')).cells).toEqual(['1', '1.50']);
    expect((await column(['1', '1.50'], 'text')).schema.type).toBe('text');
    expect((await column(['007', '12345678901234567890'], 'number')).cells).toEqual([
      7, 12345678901234567000,
    ]);
  });

  test('turns what does not fit into missing values, reported with their lines', async () => {
    expect(await column(['1', 'one', '2.5', '', 'x'], 'number')).toEqual({
      schema: { name: 'x', type: 'number' },
      cells: [1, null, 2.5, null, null],
      issues: ['type-mismatch 2 @3,6'],
    });
    expect(await column(['1', '2.5', '3.0'], 'integer')).toEqual({
      schema: { name: 'x', type: 'integer' },
      cells: [1, null, 3],
      issues: ['type-mismatch 1 @3'],
    });
    expect(await column(['2024-01-01', 'soon', '31/12/2023'], 'datetime')).toEqual({
      schema: { name: 'x', type: 'datetime', precision: 'day' },
      cells: ['2024-01-01', null, '2023-12-31'],
      issues: ['type-mismatch 1 @3'],
    });
  });

  test('makes a boolean of any two values', async () => {
    expect(await column(['1', '0', '', '1'], 'boolean')).toEqual({
      schema: { name: 'x', type: 'boolean', labels: ['0', '1'] },
      cells: [true, false, null, true],
      issues: [],
    });
    const { schema } = await column(['stayed', 'left', 'left'], 'boolean');
    expect(schema).toEqual({ name: 'x', type: 'boolean', labels: ['left', 'stayed'] });
  });

  test('cannot make a boolean of three values, and says so', async () => {
    expect(await column(['a', 'b', 'c'], 'boolean')).toEqual({
      schema: { name: 'x', type: 'category' },
      cells: ['a', 'b', 'c'],
      issues: ['type-mismatch 3 @'],
    });
  });
});

describe('a column whose type breaks late', () => {
  const rows = 70_000;
  const at = 68_000;
  const numbers = Array.from({ length: rows }, (_, i) => (i % 7 === 3 ? '' : `${i % 1000}.50`));

  async function broken(value: string, cells = numbers) {
    const own = cells.slice();
    own[at] = value;
    const text = `x,y\n${own.map((cell, i) => `${cell},${i % 3}`).join('\n')}`;
    const result = await ingestText(text);
    return { result, own };
  }

  test('is read again as text, and no cell has lost what the file says', async () => {
    const { result, own } = await broken('n.a.!');
    expect(result.schemas.map(({ type }) => type)).toEqual(['category', 'integer']);
    expect(result.cells.map((row) => row[0])).toEqual(own.map((cell) => cell || null));
    expect(result.manifest.columns[0]!.chunks.map(({ rows }) => rows)).toEqual([65_536, 4_464]);
  });

  test('counts duplicate rows as if it had been text from the start', async () => {
    const { result, own } = await broken('n.a.!');
    const distinct = new Set(own.map((cell, i) => `${cell},${i % 3}`)).size;
    expect(result.profile.duplicateRows).toBe(rows - distinct);
    expect(result.profile.columns[0]).toMatchObject({ distinct: 1001, missing: 10_000 });
  });

  test('turns from integer to number without a second reading', async () => {
    const integers = Array.from({ length: rows }, (_, i) => String(i % 100));
    const { result } = await broken('0.5', integers);
    expect(result.schemas[0]).toEqual({ name: 'x', type: 'number' });
    expect(result.cells[at]).toEqual([0.5, at % 3]);
    expect(result.cells[5]).toEqual([5, 2]);
  });

  test('keeps leading zeros that come late', async () => {
    const { result } = await broken('007');
    expect(result.cells[at]![0]).toBe('007');
    expect(result.cells[0]![0]).toBe('0.50');
  });

  test('turns from a boolean to a category', async () => {
    const answers = Array.from({ length: rows }, (_, i) => (i % 2 ? 'yes' : 'no'));
    const { result } = await broken('perhaps', answers);
    expect(result.schemas[0]).toEqual({ name: 'x', type: 'category' });
    expect(result.cells[at]![0]).toBe('perhaps');
    expect(result.cells[1]![0]).toBe('yes');
  });

  test('turns from a date to text', async () => {
    const days = Array.from(
      { length: rows },
      (_, i) => `2024-01-${String((i % 28) + 1).padStart(2, '0')}`,
    );
    const { result, own } = await broken('2024-02-30', days);
    expect(result.cells.map((row) => row[0])).toEqual(own);
  });

  test('is settled by its first value, however late that comes', async () => {
    const late = Array.from({ length: rows }, (_, i) => (i < at ? '' : '2024-03-01'));
    const { result } = await broken('2024-03-02', late);
    expect(result.schemas[0]).toEqual({ name: 'x', type: 'datetime', precision: 'day' });
    expect(result.cells[at - 1]![0]).toBeNull();
    expect(result.cells[at]![0]).toBe('2024-03-02');
    expect(result.profile.columns[0]!.missing).toBe(at);
  });
});
