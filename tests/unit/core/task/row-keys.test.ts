import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell, Table } from '../../../../src/core/dataset/types';
import { rowKeys, type RowKeySpec } from '../../../../src/core/task/row-keys';
import { tableOf } from '../../../support/table-of';

function hex(table: Table, spec: RowKeySpec): string[] {
  const { high, low } = rowKeys(table, spec);
  const word = (w: number) => w.toString(16).padStart(8, '0');
  return Array.from(high, (h, i) => word(h) + word(low[i]!));
}

const rowsOf = fc.array(
  fc.record({
    number: fc.option(fc.double({ noNaN: true })),
    name: fc.option(fc.string({ unit: 'grapheme', maxLength: 6 })),
    flag: fc.option(fc.boolean()),
  }),
  { minLength: 1, maxLength: 30 },
);

const tableOfRows = (rows: Record<'number' | 'name' | 'flag', Cell>[]): Table =>
  tableOf({
    number: { schema: { name: 'number', type: 'number' }, values: rows.map((r) => r.number) },
    name: { schema: { name: 'name', type: 'category' }, values: rows.map((r) => r.name) },
    flag: {
      schema: { name: 'flag', type: 'boolean', labels: ['no', 'yes'] },
      values: rows.map((r) => r.flag),
    },
  });

describe('a row key', () => {
  test('is frozen for semantics 1', () => {
    const table = tableOf({
      id: ['a', 'b', 'b', null],
      x: [0, -0, 1.5, null],
      Größe: ['S', 'M', '😀', null],
    });
    expect({
      content: hex(table, { seed: 7 }),
      otherSeed: hex(table, { seed: 2 ** 40 + 7 }),
      id: hex(table, { seed: 7, kind: 'id', columns: ['id'] }),
      group: hex(table, { seed: 7, kind: 'group', columns: ['id', 'x'] }),
    }).toMatchInlineSnapshot(`
      {
        "content": [
          "548d400668af4edf",
          "84cf95fb55f9c777",
          "359ffc2a63515b7e",
          "279b6b13c3437584",
        ],
        "group": [
          "abc30d87f85671d4",
          "e69d988eeb100f4e",
          "9f9b12d71a35f77f",
          "279b6b13c3437584",
        ],
        "id": [
          "f1ecf9b56deb15f6",
          "86da7a6c2ab5d5f9",
          "86da7a6c2ab5d5f9",
          "279b6b13c3437584",
        ],
        "otherSeed": [
          "91b8324c534d7aeb",
          "a084d340f60308a0",
          "88105908377a27db",
          "68fe3f9c8a14e059",
        ],
      }
    `);
  });

  test('does not depend on the order of columns, of rows, or of dictionaries', () => {
    fc.assert(
      fc.property(rowsOf, fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (rows, seed) => {
        const table = tableOfRows(rows);
        const backwards = tableOfRows([...rows].reverse());
        backwards.columns.reverse();
        expect(hex(backwards, { seed }).reverse()).toEqual(hex(table, { seed }));
      }),
    );
  });

  test('of a row does not depend on which rows stand beside it', () => {
    fc.assert(
      fc.property(rowsOf, rowsOf, (rows, others) => {
        const alone = hex(tableOfRows(rows), { seed: 1 });
        expect(hex(tableOfRows([...rows, ...others]), { seed: 1 }).slice(0, rows.length)).toEqual(
          alone,
        );
      }),
    );
  });

  test('is equal for two rows exactly where all their cells are equal', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const keys = hex(tableOfRows(rows), { seed: 3 });
        const written = rows.map((r) =>
          JSON.stringify([r.number === 0 ? 0 : String(r.number), r.name, r.flag]),
        );
        for (let i = 0; i < rows.length; i++) {
          for (let j = 0; j < i; j++) expect(keys[i] === keys[j]).toBe(written[i] === written[j]);
        }
      }),
    );
  });

  test('takes minus zero for zero and every NaN for missing', () => {
    const odd = new Float64Array(new Uint8Array([1, 0, 0, 0, 0, 0, 0xf8, 0xff]).buffer);
    const table = tableOf({ x: [0, -0, null, odd[0]!] });
    const keys = hex(table, { seed: 0 });
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).toBe(keys[3]);
    expect(keys[0]).not.toBe(keys[2]);
  });

  test('tells a missing cell from an empty text and a number from its text', () => {
    const keys = (cells: Cell[]) => hex(tableOf({ x: cells }), { seed: 0 })[0];
    expect(new Set([keys([null]), keys(['']), keys(['0']), keys([0])]).size).toBe(4);
  });

  test('by id is the content of the row where the id is missing', () => {
    const table = tableOf({ id: ['a', null, null], x: [1, 1, 2] });
    const byId = hex(table, { seed: 5, kind: 'id', columns: ['id'] });
    const content = hex(table, { seed: 5 });
    expect(byId[0]).not.toBe(content[0]);
    expect(byId.slice(1)).toEqual(content.slice(1));
  });

  test('is spread evenly: 20,000 neighbouring integers differ and fill every sixteenth alike', () => {
    const table = tableOf({ x: Array.from({ length: 20_000 }, (_, i) => i) });
    const keys = hex(table, { seed: 0 });
    expect(new Set(keys).size).toBe(20_000);
    for (const digit of '0123456789abcdef') {
      const share = keys.filter((k) => k.startsWith(digit)).length / 20_000;
      expect(Math.abs(share - 1 / 16)).toBeLessThan(0.008);
    }
  });
});
