/** The reader for cells of one kind. */
import type { CellKind } from './cell-kind';
import type { ColumnReader } from './column-reader';
import { DateReader } from './date-reader';
import type { IssueLog } from './issue-log';
import { NumberReader } from './number-reader';
import type { DateOrder } from './parse-date';
import { TextReader, type OddCells } from './text-reader';

export type ReaderKind = Exclude<CellKind, 'missing'>;

export interface ReaderContext {
  issues: IssueLog;
  /** Whether numbers may be written with a decimal comma. */
  comma: boolean;
  odd: OddCells;
}

/** Strict: it stops at the first cell of another kind. */
export function makeReader(
  kind: ReaderKind,
  name: string,
  { issues, comma, odd }: ReaderContext,
  order: DateOrder = 'ymd',
): ColumnReader {
  switch (kind) {
    case 'number':
      return new NumberReader({ name, comma, forced: null }, issues);
    case 'date':
      return new DateReader({ name, order, forced: false }, issues);
    case 'text':
      return new TextReader(odd);
    default:
      return kind satisfies never;
  }
}

export function readerKind(reader: ColumnReader): ReaderKind {
  if (reader instanceof NumberReader) return 'number';
  return reader instanceof DateReader ? 'date' : 'text';
}
