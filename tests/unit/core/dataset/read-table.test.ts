import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRows, readTable } from '../../../../src/core/dataset/read-table';
import { cellOf, rowsOf } from '../../../../src/core/dataset/cell';
import type { DatasetManifest, Table } from '../../../../src/core/dataset/types';
import { MemoryObjects } from '../../../support/memory-objects';
import { saveTable } from '../../../support/save-table';
import { tableOf } from '../../../support/table-of';

const people = tableOf({
  age: [31, null, 45, 27, 61],
  city: ['Ulm', 'Bonn', null, 'Ulm', 'Trier'],
  left: [true, false, null, true, true],
  since: {
    schema: { name: 'since', type: 'datetime', precision: 'day' },
    values: ['2024-02-29', null, '1969-12-31', '2000-01-01', '0001-01-01'],
  },
});

const cells = (table: Table) => rowsOf(table.columns, 0, table.rows);

describe('readTable', () => {
  test('joins chunks of unequal sizes and merges their dictionaries', async () => {
    const objects = new MemoryObjects();
    const whole = cells(people);
    for (const sizes of [[], [1, 3], [2, 1, 1], [5], [1, 1, 1, 1, 1]]) {
      const table = await readTable(await saveTable(people, objects, sizes), objects);
      expect(cells(table)).toEqual(whole);
      expect(table).toEqual(people);
    }
  });

  test('reads only the columns that are named, in that order', async () => {
    const objects = new MemoryObjects();
    const manifest = await saveTable(people, objects);
    const table = await readTable(manifest, objects, { columns: ['city', 'age'] });
    expect(table.columns.map((column) => column.schema.name)).toEqual(['city', 'age']);
    expect(objects.reads.size).toBe(2);
    await expect(readTable(manifest, objects, { columns: ['town'] })).rejects.toMatchObject({
      code: 'columns-differ',
    });
  });

  test('stops when the signal is aborted', async () => {
    const objects = new MemoryObjects();
    const manifest = await saveTable(people, objects);
    await expect(readTable(manifest, objects, { signal: { aborted: true } })).rejects.toMatchObject(
      {
        code: 'cancelled',
      },
    );
  });

  test('refuses a manifest whose counts do not add up', async () => {
    const objects = new MemoryObjects();
    const manifest = await saveTable(people, objects, [2]);
    const wrong = (change: (copy: DatasetManifest) => void) => {
      const copy = structuredClone(manifest);
      change(copy);
      return readTable(copy, objects);
    };
    const damaged = { code: 'object-damaged' };
    await expect(wrong((m) => (m.rows = 1e15))).rejects.toMatchObject(damaged);
    await expect(wrong((m) => (m.columns[0]!.chunks[0]!.rows = -1))).rejects.toMatchObject(damaged);
    await expect(
      wrong((m) => {
        m.columns[0]!.chunks[0]!.rows = 3;
        m.columns[0]!.chunks[1]!.rows = 2;
      }),
    ).rejects.toMatchObject(damaged);
  });
});

describe('readRows', () => {
  test('gives the rows asked for, in the order asked', async () => {
    const objects = new MemoryObjects();
    const whole = cells(people);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(4), { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
        async (indices, sizes) => {
          const manifest = await saveTable(people, objects, sizes);
          const table = await readRows(manifest, objects, { indices });
          expect(cells(table)).toEqual(indices.map((i) => whole[i]));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('clips a range and reads only the chunks it touches', async () => {
    const objects = new MemoryObjects();
    const manifest = await saveTable(people, objects, [2, 2, 1]);
    objects.reads.clear();
    const table = await readRows(manifest, objects, { start: 4, count: 50 }, { columns: ['age'] });
    expect(cells(table)).toEqual([[61]]);
    expect(objects.reads.size).toBe(1);
    expect((await readRows(manifest, objects, { start: 9, count: 2 })).rows).toBe(0);
  });

  test('answers an index that no row has with missing values', async () => {
    const objects = new MemoryObjects();
    const manifest = await saveTable(people, objects);
    expect(cells(await readRows(manifest, objects, { indices: [99] }))).toEqual([
      [null, null, null, null],
    ]);
  });
});

describe('cellOf', () => {
  test('shows date-times as ISO text, booleans as true and false, missing as null', () => {
    expect(rowsOf(people.columns, 0, 3)).toEqual([
      [31, 'Ulm', true, '2024-02-29'],
      [null, 'Bonn', false, null],
      [45, null, null, '1969-12-31'],
    ]);
    const times = tableOf({
      at: {
        schema: { name: 'at', type: 'datetime', precision: 'millisecond' },
        values: [0, 1500, 1e300],
      },
    });
    expect([0, 1, 2].map((row) => cellOf(times.columns[0]!, row))).toEqual([
      '1970-01-01T00:00:00Z',
      '1970-01-01T00:00:01.500Z',
      '1e+300',
    ]);
  });
});
