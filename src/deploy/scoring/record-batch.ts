/**
 * Records as they stand in the file: where each begins, where added columns go, and the cells of the
 * columns that the model reads.
 */
import type { CsvScanner } from '../../core/ingest/scan-csv';
import type { FieldBatch } from '../../core/ingest/types';

const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;

export const BATCH_ROWS = 2048;

export class RecordBatch {
  rows = 0;
  /** First byte of each record, after the record before it; blank lines between belong to it. */
  readonly from = new Int32Array(BATCH_ROWS);
  /** Where added columns go: behind the last column of the header, or the record's end if it is short. */
  readonly cut = new Int32Array(BATCH_ROWS);
  /** One past the record's line end. */
  readonly to = new Int32Array(BATCH_ROWS);
  /** Blank lines that were passed over when more bytes turned out to be needed: `[blankFrom, blankTo)`. */
  blankFrom = 0;
  blankTo = 0;
  /** Cells of each record. */
  readonly cells = new Int32Array(BATCH_ROWS);
  /** The model's inputs, in the order of its signature. */
  readonly fields: FieldBatch;

  constructor(readonly positions: readonly number[]) {
    const width = positions.length;
    this.fields = {
      bytes: new Uint8Array(0),
      starts: new Int32Array(BATCH_ROWS * width),
      ends: new Int32Array(BATCH_ROWS * width),
      width,
      rows: 0,
      lines: new Int32Array(BATCH_ROWS),
    };
  }

  /** Takes the next records of the window, at most `limit`; 0 where more bytes are needed. */
  fill(scanner: CsvScanner, bytes: Uint8Array, end: number, last: boolean, limit: number): number {
    const { fields, positions } = this;
    let row = 0;
    this.blankFrom = this.blankTo = 0;
    for (; row < Math.min(limit, BATCH_ROWS); row++) {
      const from = scanner.position;
      if (scanner.scan(bytes, end, last, 1) === 0) {
        this.blankFrom = from;
        this.blankTo = scanner.position;
        break;
      }
      this.from[row] = from;
      this.to[row] = scanner.position;
      this.cells[row] = scanner.cells;
      this.cut[row] = cutOf(scanner);
      fields.lines[row] = scanner.batch.lines[0]!;
      positions.forEach((position, i) => {
        fields.starts[row * positions.length + i] = scanner.batch.starts[position]!;
        fields.ends[row * positions.length + i] = scanner.batch.ends[position]!;
      });
    }
    fields.bytes = bytes;
    fields.rows = row;
    this.rows = row;
    return row;
  }
}

function cutOf({ batch, cells, position }: CsvScanner): number {
  const { bytes, starts, ends, width } = batch;
  if (cells > width) {
    const start = starts[width - 1]!;
    const end = ends[width - 1]!;
    let at = end < 0 ? ~end : end;
    if (bytes[start - 1] !== QUOTE) return at;
    at++;
    while (bytes[at] === SPACE) at++;
    return at;
  }
  let at = position;
  if (bytes[at - 1] === LF) at--;
  if (bytes[at - 1] === CR) at--;
  return at;
}
