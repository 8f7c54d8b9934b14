import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ingestText } from '../../../support/ingest-text';

describe('JSON and JSON Lines', () => {
  const rows = [
    { id: 1, city: 'Köln', left: true, big: 12345678901234567890n, day: '2024-01-01' },
    { id: 2, city: 'a "b"\n\\ \u{1f600}', left: false, big: 1n, day: '2024-01-02' },
    { id: null, city: null, left: null, big: 2n, day: null },
  ];
  const lines = rows.map((row) =>
    JSON.stringify(row, (_, value: unknown) =>
      typeof value === 'bigint' ? `@${value}@` : value,
    ).replace(/"@(\d+)@"/g, '$1'),
  );
  const expected = [
    [1, 'Köln', true, '12345678901234567890', '2024-01-01'],
    [2, 'a "b"\n\\ \u{1f600}', false, '1', '2024-01-02'],
    [null, null, null, '2', null],
  ];

  test('become the same typed columns, and integers keep every digit', async () => {
    const list = await ingestText(`[\n${lines.join(',\n')}\n]`, {}, { name: 'x.json' });
    const records = await ingestText(lines.join('\n'), {}, { name: 'x.jsonl' });
    expect(list.cells).toEqual(expected);
    expect(list.schemas.map(({ type }) => type)).toEqual([
      'integer',
      'category',
      'boolean',
      'category',
      'datetime',
    ]);
    expect(records.manifest).toEqual(list.manifest);
    expect([list.reading.format, records.reading.format]).toEqual(['json', 'jsonl']);
  });

  test('are known by their content too', async () => {
    expect((await ingestText('[{"a":1}]', {}, { name: 'data.txt' })).reading.format).toBe('json');
    expect((await ingestText(' {"a":1}\n{"a":2}', {}, { name: 'data.txt' })).cells).toEqual([
      [1],
      [2],
    ]);
  });

  test('keep nested values as JSON text', async () => {
    const { cells } = await ingestText('[{"a":{"b":[1,"]}"]},"c":[]}]', {}, { name: 'x.json' });
    expect(cells).toEqual([['{"b":[1,"]}"]}', '[]']]);
  });

  test('may add columns late, which are missing before', async () => {
    const many = Array.from({ length: 70_000 }, (_, i) =>
      JSON.stringify(i < 69_000 ? { a: i } : { b: `x${i % 2}`, a: i }),
    );
    const { cells, schemas, profile } = await ingestText(many.join('\n'), {}, { name: 'x.jsonl' });
    expect(schemas.map(({ name, type }) => [name, type])).toEqual([
      ['a', 'integer'],
      ['b', 'category'],
    ]);
    expect([cells[0], cells[68_999], cells[69_001]]).toEqual([
      [0, null],
      [68_999, null],
      [69_001, 'x1'],
    ]);
    expect(profile.columns[1]!.missing).toBe(69_000);
  });

  test('with an empty key name the column', async () => {
    const { schemas, issues } = await ingestText('[{"":1,"a":2},{"b":3}]', {}, { name: 'x.json' });
    expect(schemas.map(({ name }) => name)).toEqual(['column_1', 'a', 'b']);
    expect(issues.map(({ type, count }) => [type, count])).toEqual([['empty-header', 1]]);
  });

  test('of any flat objects come back cell for cell, wherever the file is cut', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((s) => `_${s}`),
      fc.constant(null),
    );
    const record = fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), value, {
      minKeys: 1,
      maxKeys: 4,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(9), { maxLength: 40 }),
        fc.nat(2),
        async (records, cuts, indent) => {
          const keys = [
            ...new Set(
              records.flatMap((r) => Object.keys(JSON.parse(JSON.stringify(r)) as object)),
            ),
          ];
          const types = Object.fromEntries(keys.map((key) => [key, 'text' as const]));
          const { cells, schemas } = await ingestText(
            JSON.stringify(records, null, indent),
            { types },
            { name: 'x.json', cuts },
          );
          const names = schemas.map(({ name }) => name);
          expect([...names].sort()).toEqual([...keys].sort());
          expect(cells).toEqual(
            records.map((r) => names.map((name) => (Object.hasOwn(r, name) ? r[name] : null))),
          );
        },
      ),
    );
  });
});
