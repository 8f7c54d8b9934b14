import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IssueLog } from '../../../../src/core/ingest/issue-log';
import { openPlainRecords } from '../../../../src/core/ingest/plain-records';
import { CsvScanner } from '../../../../src/core/ingest/scan-csv';
import { NO_DECIMAL } from '../../../../src/core/ingest/types';

const encoder = new TextEncoder();
const LF = 10;

/** Per row its line and, per cell, its place in the text and its decimal. */
function readings(
  text: string,
  width: number,
  delimiter: string,
  open: typeof openPlainRecords | null,
  block: number,
): string[] {
  const bytes = encoder.encode(text);
  const names = Array.from({ length: width }, (_, i) => `c${i}`);
  const issues = new IssueLog();
  const scanner = new CsvScanner(delimiter.charCodeAt(0), names, issues, open);
  const rows: string[] = [];
  for (let from = 0, size = block; from < bytes.length;) {
    const end = Math.min(size, bytes.length - from);
    const last = from + end === bytes.length;
    const window = new Uint8Array(end + 1);
    window.set(bytes.subarray(from, from + end));
    window[end] = LF;
    scanner.position = 0;
    while (scanner.scan(window, end, last, 1e6) > 0) {
      const { starts, ends, decimals, lines } = scanner.batch;
      for (let row = 0; row < scanner.batch.rows; row++) {
        const cells: (number | string)[] = [];
        for (let k = row * width; k < (row + 1) * width; k++) {
          const places = decimals.places[k]!;
          const quoted = ends[k]! < 0;
          const missing = starts[k] === end && ends[k] === end;
          const [start, stop] = [starts[k]!, quoted ? ~ends[k]! : ends[k]!];
          cells.push(missing ? 'none' : `${from + start}-${from + stop}`, Number(quoted));
          cells.push(places === NO_DECIMAL ? '' : `${decimals.mantissas[k]!}e-${places}`);
        }
        rows.push(`${lines[row]}: ${cells.join(' ')}`);
      }
    }
    if (last) break;
    // A record that was cut is looked at again with more behind it.
    size = scanner.position === 0 ? 2 * size : block;
    from += scanner.position;
  }
  return [...rows, JSON.stringify(issues.finish())];
}

function expectSame(text: string, width: number, delimiter = ',', block = 1 << 20): void {
  const plain = readings(text, width, delimiter, openPlainRecords, block);
  expect(plain).toEqual(readings(text, width, delimiter, null, block));
}

const repeated = (part: string, bytes: number): string =>
  part.repeat(Math.ceil(bytes / Math.max(1, part.length)));

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 11 });
const cell = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom('', '-', '+'), digits).map((p) => p.join('')) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('', '-'), digits, fc.constant('.'), digits)
      .map((parts) => parts.join('')),
  },
  { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom(...'0.-e 5é'), maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom('2024-02-29', '1.2.3', '-', '.', '-.5', '0.0', '-0.0') },
);

describe('plain records, sixteen bytes at a time', () => {
  test('can be read here', () => {
    expect(openPlainRecords(2, 8, 44)).not.toBeNull();
  });

  test('have the cells and the decimals that a scan byte by byte finds', () => {
    const table = fc.integer({ min: 2, max: 7 }).chain((width) =>
      fc.record({
        width: fc.constant(width),
        rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
          minLength: 1,
          maxLength: 40,
        }),
        newline: fc.constantFrom('\n', '\r\n', '\r'),
        delimiter: fc.constantFrom(',', ';', '\t', '|'),
        block: fc.constantFrom(66_000, 131_072, 131_073, 1 << 20),
      }),
    );
    fc.assert(
      fc.property(table, ({ width, rows, newline, delimiter, block }) => {
        const part = rows.map((cells) => cells.join(delimiter) + newline).join('');
        expectSame(repeated(part, 150_000), width, delimiter, block);
      }),
      { numRuns: 40 },
    );
  });

  test('leave to it what is ragged, quoted, blank, very long or cut', () => {
    const odd = [
      '1,2\n',
      '1,2,3,4\n',
      '"1",2,3\n',
      '1,"2\n2",3\n',
      '\n',
      `${'x'.repeat(140_000)},,\n`,
    ];
    for (const record of odd) {
      for (const every of [1, 7, 5000]) {
        const part = '1,-2.50,drei\n'.repeat(every) + record;
        expectSame(repeated(part, 200_000), 3, ',', 70_000);
      }
    }
  });

  test('end where the bytes end, with or without a line end', () => {
    const body = repeated('12,0.5\r\n', 131_072);
    for (const tail of ['', '1,2', '1,2\r', '1,2\r\n', '1', '1,', '1,2,3', '"1",2'])
      expectSame(body + tail, 2);
  });

  test('of every length of number, with its point at every place', () => {
    let part = '';
    for (const sign of ['', '-']) {
      for (let length = 1; length <= 18; length++) {
        const all = '987654321012345678'.slice(0, length);
        part += `${sign}${all},${sign}0${all}\n`;
        for (let at = 0; at <= length; at++)
          part += `${sign}${all.slice(0, at)}.${all.slice(at)},${sign}0.${all}\n`;
      }
    }
    expectSame(repeated(part, 70_000), 2);
  });
});
