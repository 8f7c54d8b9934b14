import Papa from 'papaparse';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableToCsv } from '../../../../src/core/dataset/table-csv';
import { tableOf } from '../../../support/table-of';

describe('tableToCsv', () => {
  test('writes labels, shortest numbers and empty cells for what is missing', () => {
    const table = tableOf({
      x: [0.1, null, -0],
      left: [true, false, null],
      'a "b"': ['u,v', 'line\n2', ' '],
    });
    expect(tableToCsv(table)).toBe(
      'x,left,"a ""b"""\r\n0.1,yes,"u,v"\r\n,no,"line\n2"\r\n-0,," "\r\n',
    );
  });

  test('writes rows of one missing cell as quotes, for a blank line is no row', () => {
    expect(tableToCsv(tableOf({ x: [1, null] }))).toBe('x\r\n1\r\n""\r\n');
  });

  test('is read back by PapaParse cell for cell', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'ü'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const csv = tableToCsv(tableOf({ a: rows.map((r) => r[0]), b: rows.map((r) => r[1]) }));
        const read = Papa.parse<string[]>(csv, { delimiter: ',', newline: '\r\n' }).data;
        expect(read).toEqual([['a', 'b'], ...rows, ['']]);
      }),
    );
  });
});
