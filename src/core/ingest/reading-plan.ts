/** Everything about a file that is settled from its first block, before its rows are read. */
import { columnKind, type CellKind } from './cell-kind';
import { columnNames, detectHeader, distinctNames } from './csv-header';
import { detectDelimiter } from './detect-delimiter';
import { IssueLog } from './issue-log';
import { openPlainRecords } from './plain-records';
import { sampleRecords, type Head } from './sample-records';
import { CsvScanner } from './scan-csv';
import { JsonScanner } from './scan-json';
import type { Encoding, FieldBatch, FileFormat, Reading, ReadOptions } from './types';

/** Splits a window of bytes into batches of rows; see CsvScanner and JsonScanner. */
export interface Scanner {
  readonly batch: FieldBatch;
  /** Names of all columns so far. */
  readonly names: readonly string[];
  position: number;
  readonly line: number;
  scan(bytes: Uint8Array, end: number, last: boolean, limit: number): number;
  /** After the last byte. */
  finish(): void;
}

export interface ReadingPlan {
  reading: Reading;
  /** What the first rows look like; columns that may still appear have no entry. */
  kinds: CellKind[];
  /** Records before the first row. */
  skip: number;
  /** Whether numbers may be written with a decimal comma. */
  comma: boolean;
  /** Whether a name holds a NUL byte. */
  zeros: boolean;
  scanner(issues: IssueLog): Scanner;
}

const SAMPLE_RECORDS = 200;
const SAMPLE_ROWS = 10_000;
const JSON_START = /^\s*(\[\s*[{\]]|\{\s*["}])/;

/** Null where the head holds no whole record, and a larger one is needed. */
export function planReading(
  name: string,
  head: Head,
  encoding: Encoding,
  options: ReadOptions,
  issues: IssueLog,
): ReadingPlan | null {
  const format = options.format ?? detectFormat(name, head);
  return format === 'csv' ? planCsv(head, encoding, options, issues) : planJson(format, encoding);
}

function detectFormat(name: string, head: Head): FileFormat {
  const start = new TextDecoder().decode(head.bytes.subarray(0, Math.min(head.end, 4096)));
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const named = ['json', 'jsonl', 'ndjson'].includes(extension);
  if (!named && !JSON_START.test(start)) return 'csv';
  return start.trimStart().startsWith('[') ? 'json' : 'jsonl';
}

function planCsv(
  head: Head,
  encoding: Encoding,
  options: ReadOptions,
  issues: IssueLog,
): ReadingPlan | null {
  const delimiter = options.delimiter ?? detectDelimiter(head);
  const byte = delimiter.charCodeAt(0);
  const comma = delimiter === ';';
  const records = sampleRecords(head, byte, SAMPLE_RECORDS);
  if (records.length === 0) return null;
  const header = options.header ?? detectHeader(records, comma);
  const names = columnNames(records, header, issues);
  const skip = header ? 1 : 0;
  const scanner = (log: IssueLog): Scanner => new CsvScanner(byte, names, log, openPlainRecords);
  return {
    reading: { format: 'csv', delimiter, encoding, header },
    kinds: sampleKinds(head, scanner(new IssueLog()), skip, comma),
    skip,
    comma,
    zeros: names.some((name) => name.includes('\0')),
    scanner,
  };
}

function planJson(format: FileFormat, encoding: Encoding): ReadingPlan {
  return {
    reading: { format, delimiter: ',', encoding, header: true },
    kinds: [],
    skip: 0,
    comma: false,
    zeros: false,
    scanner: (log) => new JsonScanner(keyNames(log)),
  };
}

/** Keys differ already; only an empty one needs a name, and is noted once. */
function keyNames(log: IssueLog): (keys: readonly string[]) => string[] {
  let noted = false;
  return (keys) => {
    const names = distinctNames(keys, noted ? new IssueLog() : log);
    noted ||= keys.includes('');
    return names;
  };
}

function sampleKinds(head: Head, scanner: Scanner, skip: number, comma: boolean): CellKind[] {
  const kinds = Array<CellKind>(scanner.names.length).fill('missing');
  const { bytes, end, whole } = head;
  if (skip > 0) scanner.scan(bytes, end, whole, skip);
  for (let rows = 0; rows < SAMPLE_ROWS;) {
    const found = scanner.scan(bytes, end, whole, SAMPLE_ROWS - rows);
    if (found === 0) break;
    rows += found;
    for (let column = 0; column < kinds.length; column++) {
      const before = kinds[column]!;
      if (before === 'text') continue;
      const kind = columnKind(scanner.batch, column, comma);
      if (kind === 'missing') continue;
      kinds[column] = before === 'missing' || before === kind ? kind : 'text';
    }
  }
  return kinds;
}
