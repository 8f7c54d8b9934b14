/** The first records of a file as strings, for the questions that are settled before it is scanned. */
import { IssueLog } from './issue-log';
import { MAX_COLUMNS } from './limits';
import { CsvScanner } from './scan-csv';
import type { FieldBatch } from './types';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export interface Head {
  /** UTF-8 and without a byte order mark, an LF behind `end`. */
  bytes: Uint8Array;
  end: number;
  /** Whether this is the whole file. */
  whole: boolean;
}

/** Records wider than this are few, and wide records are scanned again. */
const USUAL_WIDTH = 64;

/** @throws LoamError as CsvScanner does */
export function sampleRecords(head: Head, delimiter: number, most: number): string[][] {
  let width = USUAL_WIDTH;
  for (;;) {
    const records = recordsWithin(head, delimiter, most, width);
    if (typeof records !== 'number') return records;
    width = Math.min(2 * records, MAX_COLUMNS + 1);
  }
}

/** The records, or the cells of one that is wider than `width`. */
function recordsWithin(
  head: Head,
  delimiter: number,
  most: number,
  width: number,
): string[][] | number {
  const scanner = new CsvScanner(delimiter, Array<string>(width).fill(''), new IssueLog());
  const records: string[][] = [];
  while (records.length < most && scanner.scan(head.bytes, head.end, head.whole, 1) > 0) {
    if (scanner.cells > width && width <= MAX_COLUMNS) return scanner.cells;
    const count = Math.min(scanner.cells, width);
    records.push(Array.from({ length: count }, (_, cell) => fieldText(scanner.batch, 0, cell)));
  }
  return records;
}

export function fieldText(batch: FieldBatch, row: number, column: number): string {
  const k = row * batch.width + column;
  const end = batch.ends[k]!;
  const span = batch.bytes.subarray(batch.starts[k]!, end < 0 ? ~end : end);
  const text = decoder.decode(span);
  return end < 0 ? text.replaceAll('""', '"') : text;
}
