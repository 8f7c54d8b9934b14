import { describe, expect, test } from 'vitest';
import { LoamError } from '../../../../src/core/errors';
import { MAX_COLUMNS, MAX_RECORD_BYTES } from '../../../../src/core/ingest/limits';
import type { ReadOptions } from '../../../../src/core/ingest/types';
import { ingestText } from '../../../support/ingest-text';

async function errorOf(content: string | Uint8Array, name = 'data.csv', options: ReadOptions = {}) {
  try {
    await ingestText(content, options, { name });
  } catch (error) {
    if (error instanceof LoamError) return [error.code, error.facts];
    throw error;
  }
  return null;
}

async function issuesOf(text: string | Uint8Array, options: ReadOptions = {}) {
  const { issues } = await ingestText(text, options);
  return issues.map(({ type, column, count, lines }) => ({ type, column, count, lines }));
}

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82);

describe('a file that cannot be read is refused by name', () => {
  test('empty, or nothing but spaces and line breaks', async () => {
    expect(await errorOf('')).toEqual(['file-empty', {}]);
    expect(await errorOf(' \r\n\n\t')).toEqual(['file-empty', {}]);
    expect(await errorOf('\ufeff')).toEqual(['file-empty', {}]);
  });

  test('a header and no rows', async () => {
    expect(await errorOf('a,b,c\n')).toEqual(['file-no-rows', { columns: 3 }]);
    expect(await errorOf('a,b,c\r\n\r\n')).toEqual(['file-no-rows', { columns: 3 }]);
  });

  test('a picture, an archive or a program that is called .csv', async () => {
    expect(await errorOf(PNG)).toEqual(['file-not-text', { looksLike: 'PNG image' }]);
    expect(await errorOf(Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0))).toEqual([
      'file-not-text',
      { looksLike: 'ZIP archive or Excel workbook' },
    ]);
    const noise = Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919 + (i >> 3)) & 255);
    expect(await errorOf(noise)).toEqual(['file-not-text', { looksLike: 'binary file' }]);
  });

  test('a quote that is never closed, with its line', async () => {
    expect(await errorOf('a,b\n1,2\n3,"four\n5,6\n')).toEqual([
      'file-unbalanced-quote',
      { line: 3 },
    ]);
  });

  test('a cell or a line past the limit, with its line', async () => {
    const limit = MAX_RECORD_BYTES;
    const long = 'x'.repeat(10 * 1024 * 1024);
    expect(await errorOf(`a,b\n1,2\n3,${long}\n`)).toEqual([
      'file-cell-too-long',
      { line: 3, limit },
    ]);
    expect(await errorOf(`a,b\n1,2\n3,"${long}"\n`)).toEqual([
      'file-cell-too-long',
      { line: 3, limit },
    ]);
    expect(await errorOf(long)).toEqual(['file-cell-too-long', { line: 1, limit }]);
    const nearly = 'x'.repeat(MAX_RECORD_BYTES - 10);
    expect(await errorOf(`a,b\n3,${nearly}\n`)).toBeNull();
  });

  test('more columns than can be worked with', async () => {
    const columns = MAX_COLUMNS + 1;
    const line = Array.from({ length: columns }, (_, i) => `c${i}`).join(',');
    expect(await errorOf(`${line}\n${line.replaceAll('c', '')}\n`)).toEqual([
      'file-too-many-columns',
      { columns, limit: MAX_COLUMNS },
    ]);
  });

  test('JSON that is not well-formed, with its line', async () => {
    const refused = async (text: string) => (await errorOf(text, 'data.json'))?.[0];
    for (const text of [
      '[{"a":1},\n{"a":}]',
      '[{"a":1}',
      '[{"a":1}] x',
      '[1,2]',
      '{"a":1',
      '[{"a" 1}]',
      '[{a:1}]',
      '[{"a":01}]',
      '[{"a":"\\x"}]',
    ]) {
      expect([text, await refused(text)]).toEqual([text, 'file-not-json']);
    }
    expect(await errorOf('[{"a":1},\n\n{"a":oops}]', 'data.json')).toEqual([
      'file-not-json',
      { line: 3, why: 'a value was expected' },
    ]);
    expect(await errorOf('[]', 'data.json')).toEqual(['file-no-rows', { columns: 0 }]);
  });

  test('work that is cancelled stops as cancelled', async () => {
    const effects = { signal: { aborted: true } };
    await expect(ingestText('a,b\n1,2\n', {}, { effects })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  test('a store that fails stops the reading with its own error', async () => {
    const full = new LoamError('storage-full');
    const writer = { put: () => Promise.reject(full) };
    await expect(ingestText('a,b\n1,2\n', {}, { effects: { writer } })).rejects.toBe(full);
  });
});

describe('a file with faults is read, and the faults are told', () => {
  test('rows with too few or too many cells, with their lines', async () => {
    const text = 'a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12,\n\n13,14,15\n';
    const { cells } = await ingestText(text);
    expect(cells).toEqual([
      [1, 2, 3],
      [4, 5, null],
      [6, 7, 8],
      [10, 11, 12],
      [13, 14, 15],
    ]);
    expect(await issuesOf(text)).toEqual([
      { type: 'ragged-rows', column: null, count: 2, lines: [3, 4] },
    ]);
  });

  test('lines are counted through quoted line breaks and blank lines', async () => {
    const text = 'a,b\n"x\ny",1\r\n\r\n"z\r\n",2\n3\n';
    expect((await issuesOf(text))[0]).toEqual({
      type: 'ragged-rows',
      column: null,
      count: 1,
      lines: [7],
    });
  });

  test('names that repeat or are empty', async () => {
    const { schemas } = await ingestText('a,,a,a_2,a\n1,2,3,4,5\n');
    expect(schemas.map(({ name }) => name)).toEqual(['a', 'column_2', 'a_3', 'a_2', 'a_4']);
    expect((await issuesOf('a,,a\n1,2,3\n')).map(({ type, column }) => [type, column])).toEqual([
      ['empty-header', 'column_2'],
      ['duplicate-header', 'a_2'],
    ]);
  });

  test('quotes that are not doubled', async () => {
    const text = 'a,b\n"say "hi" now",1\nx,2\n';
    expect((await ingestText(text)).cells[0]).toEqual(['say "hi" now', 1]);
    expect(await issuesOf(text)).toEqual([
      { type: 'bare-quotes', column: null, count: 2, lines: [2] },
    ]);
  });

  test('NUL bytes, with their lines', async () => {
    const text = 'name,b\nx\0y,1\nzzzzzzzzzzzzzzzzzzzz,2\n\0\0,3\n';
    expect((await ingestText(text)).cells.map((row) => row[0])).toEqual([
      'x\0y',
      'zzzzzzzzzzzzzzzzzzzz',
      '\0\0',
    ]);
    expect(await issuesOf(text)).toEqual([
      { type: 'nul-bytes', column: null, count: 3, lines: [2, 4] },
    ]);
  });

  test('a column without values', async () => {
    expect(await issuesOf('a,b\n1,\n2,NA\n')).toEqual([
      { type: 'all-missing', column: 'b', count: 1, lines: [] },
    ]);
  });

  test('a trailing delimiter on every row is no column', async () => {
    const { cells, issues } = await ingestText('a,b\n1,2,\n3,4,\n');
    expect([cells, issues]).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [],
    ]);
  });

  test('row names without a name of their own, as R writes them', async () => {
    const { schemas, cells } = await ingestText('mpg,cyl\nMazda,21,6\nDatsun,22.8,4\n');
    expect(schemas.map(({ name }) => name)).toEqual(['column_1', 'mpg', 'cyl']);
    expect(cells).toEqual([
      ['Mazda', 21, 6],
      ['Datsun', 22.8, 4],
    ]);
  });
});

describe('encodings', () => {
  const rows = 'stadt,einwohner\nKöln,1\n"Gänse, Füße",2\n';
  const cells = [
    ['Köln', 1],
    ['Gänse, Füße', 2],
  ];
  const utf16 = (text: string, big: boolean) => {
    const bytes = new Uint8Array(text.length * 2);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), !big);
    return bytes;
  };
  const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

  test.each([
    ['UTF-8', new TextEncoder().encode(rows), 'utf-8'],
    ['UTF-8 with a byte order mark', new TextEncoder().encode(`\ufeff${rows}`), 'utf-8'],
    ['UTF-16LE with a byte order mark', utf16(`\ufeff${rows}`, false), 'utf-16le'],
    ['UTF-16BE with a byte order mark', utf16(`\ufeff${rows}`, true), 'utf-16be'],
    ['UTF-16LE without one', utf16(rows, false), 'utf-16le'],
    ['UTF-16BE without one', utf16(rows, true), 'utf-16be'],
    ['Windows-1252', latin(rows), 'windows-1252'],
  ] as const)('%s is found out', async (_, bytes, encoding) => {
    for (const cuts of [[], [1, 1, 1, 1, 1, 1, 1], [17, 3, 5]]) {
      const result = await ingestText(bytes, {}, { cuts });
      expect(result.reading.encoding).toBe(encoding);
      expect(result.schemas.map(({ name }) => name)).toEqual(['stadt', 'einwohner']);
      expect(result.cells).toEqual(cells);
      expect(result.issues).toEqual([]);
    }
  });

  test('Windows-1252 is found out although its first odd letter comes late', async () => {
    const filler = Array.from({ length: 150_000 }, (_, i) => `town ${i % 40},${i}`).join('\n');
    const result = await ingestText(latin(`stadt,n\n${filler}\nKöln,5\n`));
    expect(result.reading.encoding).toBe('windows-1252');
    expect(result.cells.at(-1)).toEqual(['Köln', 5]);
  });

  test('a broken character in a UTF-8 file is replaced and reported, the others stay', async () => {
    const good = new TextEncoder().encode(`a,b\n${'Köln,1\n'.repeat(30)}K`);
    const bytes = Uint8Array.of(...good, 0xff, ...new TextEncoder().encode('ln,2\n'));
    const result = await ingestText(bytes);
    expect(result.cells[29]).toEqual(['Köln', 1]);
    expect(result.cells[30]).toEqual(['K\ufffdln', 2]);
    expect(result.issues.map(({ type, count, lines }) => [type, count, lines])).toEqual([
      ['replaced-characters', 1, [32]],
    ]);
  });

  test('an encoding that is asked for is used', async () => {
    const result = await ingestText(latin('a,b\nÄ,1\n'), { encoding: 'utf-8' });
    expect(result.cells).toEqual([['\ufffd', 1]]);
    expect(result.issues.map(({ type }) => type)).toEqual(['replaced-characters']);
  });
});

describe('delimiters and headers', () => {
  test.each([
    ['comma', 'a,b\n1,2\n3,4\n', ','],
    ['tab', 'a\tb\n1\t2\n3\t4\n', '\t'],
    ['semicolon', 'a;b\n1;2\n3;4\n', ';'],
    ['semicolon with decimal commas', 'a;b;c\n1,5;2,5;1,0\n3,5;4,5;2,0\n', ';'],
    ['semicolon with decimal commas and no header', '1,5;2,5;1,0\n3,5;4,5;2,0\n', ';'],
    ['bar', 'a|b\n1|2\n3|4\n', '|'],
    ['comma within quotes', 'a;b\n"x,y,z";1\n"u,v,w";2\n', ';'],
    ['semicolons within text', 'a,b\nx;y;z,1\nu;v;w,2\n', ','],
    ['no delimiter at all', 'a\n1\n2\n', ','],
  ])('%s is found out', async (_, text, delimiter) => {
    expect((await ingestText(text)).reading.delimiter).toBe(delimiter);
  });

  test.each([
    ['text over numbers', 'x,y\n1,2\n3,4\n', true],
    ['numbers only', '1,2\n3,4\n5,6\n', false],
    ['years over numbers beside a text', 'country,2019,2020\nA,1,2\nB,3,4\n', true],
    ['words that come again below', 'red,small\nblue,small\nred,large\nblue,large\n', false],
    ['words that do not', 'colour,size\nblue,small\nred,large\n', true],
    ['text over dates', 'day,note\n2024-01-01,x\n2024-01-02,y\n', true],
    ['an unnamed first column', ',a,b\n0,1,2\n1,3,4\n', true],
    ['a row with a missing value first', '?,1,a\n2,3,b\n4,5,c\n', false],
  ])('a header is told from data: %s', async (_, text, header) => {
    expect((await ingestText(text)).reading.header).toBe(header);
  });

  test('a header is what the caller says', async () => {
    const { cells, schemas } = await ingestText('x,y\n1,2\n', { header: false });
    expect(schemas.map(({ name }) => name)).toEqual(['column_1', 'column_2']);
    expect(cells).toEqual([
      ['x', 'y'],
      ['1', '2'],
    ]);
  });
});
