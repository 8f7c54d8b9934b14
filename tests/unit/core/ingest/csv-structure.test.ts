import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { isLoamError } from '../../../../src/core/errors';
import { sampleRecords } from '../../../../src/core/ingest/sample-records';
import { ingestText } from '../../../support/ingest-text';

const encoder = new TextEncoder();

function records(text: string, delimiter = ','): string[][] {
  const bytes = encoder.encode(`${text}\n`);
  const end = bytes.length - 1;
  return sampleRecords({ bytes, end, whole: true }, delimiter.charCodeAt(0), 1e6);
}

function papa(text: string, delimiter: string, newline: '\n' | '\r' | '\r\n'): string[][] {
  return Papa.parse<string[]>(text, { delimiter, newline, skipEmptyLines: true }).data;
}

describe('records and cells', () => {
  const corpus: [what: string, text: string][] = [
    ['plain', 'a,b\n1,2\n3,4\n'],
    ['no line break at the end', 'a,b\n1,2'],
    ['empty cells', 'a,b,c\n,,\n1,,3\n,2,\n'],
    ['quoted cells', '"a","b"\n"1","2"\n'],
    ['quoted delimiters', 'a,b\n"1,5","x,y,z"\n'],
    ['quoted line breaks', 'a,b\n"line 1\nline 2",2\n3,"\n\n"\n'],
    ['doubled quotes', 'a,b\n"say ""hi""",""""\n"""",""""""\n'],
    ['empty quoted cells', 'a,b\n"",""\n'],
    ['quotes inside cells without quotes', 'a,b\n5" pipe,6"\nx"y"z,"ok"\n'],
    ['quotes that do not end the cell', 'a,b\n"x"y",2\n"a "b" c",3\n'],
    ['spaces after a closing quote', 'a,b\n"x" ,"y"  \n"z",1\n'],
    ['spaces around cells', ' a , b \n 1 , 2 \n'],
    ['blank lines', '\n\na,b\n\n1,2\n\n\n3,4\n\n'],
    ['ragged rows', 'a,b,c\n1\n1,2\n1,2,3\n1,2,3,4\n1,2,3,4,5\n'],
    ['one column', 'a\n1\n2\n'],
    ['text beyond ASCII', 'stadt,名前\nKöln,東京\n"Zürich, CH",😀\n'],
    ['a quote at the very end', 'a,b\n1,"2"'],
    ['only delimiters', ',,\n,,\n'],
    ['a lone line', 'a,b,c'],
    ['hash signs and slashes', '#a,//b\n#1,//2\n'],
  ];

  test.each(corpus)('are split as PapaParse splits them: %s', (_, text) => {
    for (const newline of ['\n', '\r\n', '\r'] as const) {
      for (const delimiter of [',', ';', '\t', '|']) {
        const own = text.replaceAll('\n', newline).replaceAll(',', delimiter);
        expect(records(own, delimiter)).toEqual(papa(own, delimiter, newline));
      }
    }
  });

  const cell = fc.string({
    unit: fc.constantFrom('a', '1', '.', ',', ';', '"', '\n', '\r', '\r\n', ' ', 'é', '😀'),
    maxLength: 8,
  });
  const rows = fc.integer({ min: 2, max: 5 }).chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 12,
    }),
  );
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

  test('of any rows that were written with quotes are those rows, and what PapaParse reads', () => {
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.infiniteStream(fc.boolean()),
        (table, newline, quotes) => {
          const plain = /^[^",\n\r]*$/;
          const text = table
            .map((row) =>
              row.map((c) => (plain.test(c) && quotes.next().value ? c : quoted(c))).join(','),
            )
            .join(newline);
          expect(records(text)).toEqual(table);
          expect(papa(text, ',', newline as '\n')).toEqual(table);
        },
      ),
    );
  });

  test('of any text whatever are split without an error other than an open quote', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 30 }), (parts) => {
        try {
          records(parts.join(','));
        } catch (error) {
          expect(isLoamError(error, 'file-unbalanced-quote')).toBe(true);
        }
      }),
    );
  });

  test('mix line ends of all kinds', () => {
    expect(records('a,b\r1,2\n3,4\r\n5,6')).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ]);
  });
});

describe('a file read in pieces', () => {
  test('gives the same whatever the pieces', async () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '1',
        '2.5',
        'x',
        '"a ""b"" c"',
        '"line\r\nbreak"',
        '',
        'Köln',
        '2024-02-29',
        'NA',
        '"1,5"',
      ),
    );
    const row = fc.array(cell, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 2, maxLength: 20 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }),
        fc.boolean(),
        async (table, newline, cuts, mark) => {
          const text =
            (mark ? '\ufeff' : '') + ['a,b,c', ...table.map((r) => r.join(','))].join(newline);
          const whole = await outcome(text, []);
          expect(await outcome(text, cuts)).toEqual(whole);
        },
      ),
    );
  });

  async function outcome(text: string, cuts: number[]): Promise<unknown> {
    try {
      const { manifest, profile, preview, issues, reading, cells } = await ingestText(
        text,
        {},
        { cuts },
      );
      return { manifest, profile, preview, issues, reading, cells };
    } catch (error) {
      return isLoamError(error) ? [error.code, error.facts] : error;
    }
  }

  test('gives the same for blocks that cut a record, a quoted cell, a character and a line end', async () => {
    const lines = ['id,text'];
    for (let i = 0; i < 40_000; i++)
      lines.push(`${i},"row ${i}: ""ü"", and\r\nso on ${'x'.repeat(i % 50)}"`);
    const text = lines.join('\r\n');
    const whole = await ingestText(text);
    expect(whole.profile.rows).toBe(40_000);
    expect(whole.cells[39_999]).toEqual([39_999, `row 39999: "ü", and\r\nso on ${'x'.repeat(49)}`]);
    const pieces = await ingestText(text, {}, { cuts: Array<number>(200).fill(9_973) });
    expect(pieces.manifest).toEqual(whole.manifest);
  });
});
