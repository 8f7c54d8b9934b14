/**
 * Splits bytes into records and cells (RFC 4180, and what files do beyond it): cells in quotes may hold
 * delimiters, line breaks and doubled quotes; lines end in CR, LF or CRLF; blank lines are passed over.
 * A quote inside a cell that does not begin with one is text. A quote inside a quoted cell that neither
 * is doubled nor ends the cell is text too, and noted (`bare-quotes`).
 *
 * It sees only whole records: one that the bytes cut is left for the next call. So results cannot
 * depend on where a file was cut.
 */
import { LoamError } from '../errors';
import type { IssueLog } from './issue-log';
import { MAX_RECORD_BYTES } from './limits';
import type { openPlainRecords, PlainRecords } from './plain-records';
import { ENDS_CELL, ENDS_LINE, NEXT_CELL, RECORD_START, RECORDS, scanPlain } from './scan-plain';
import { NO_DECIMAL, type FieldBatch } from './types';

const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;

/** Cells per batch: what fits the processor's cache together with the bytes it points to. */
const BATCH_CELLS = 16_384;
/** From so many bytes on it pays to have plain records read by another. */
const MANY_BYTES = 64 * 1024;
/** A cut record has no end yet. */
const CUT = -1;

export class CsvScanner {
  batch: Required<FieldBatch>;
  /** Line of the next record, from 1. */
  line = 1;
  /** Where the next call of `scan` begins. */
  position = 0;
  /** Cells of the last record scanned, which may be more or fewer than the width. */
  cells = 0;
  readonly #rowsAtOnce: number;
  readonly #stops = new Uint8Array(256);
  readonly #out = new Int32Array(3);
  #open: typeof openPlainRecords | null;
  #plain: PlainRecords | null = null;
  /** Takes the cells past the width. */
  readonly #beyond: Required<FieldBatch>;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #line = 1;
  #escaped = false;
  /** Of the record at hand: quotes inside quoted cells; whether a cell past the width holds something. */
  #bare = 0;
  #overflow = false;

  constructor(
    readonly delimiter: number,
    /** One per cell of a whole record. */
    readonly names: readonly string[],
    readonly issues: IssueLog,
    /** Opened once there is much to read; without it all is read here. */
    open: typeof openPlainRecords | null = null,
  ) {
    this.#open = open;
    const width = names.length;
    this.#rowsAtOnce = Math.max(1, Math.floor(BATCH_CELLS / width));
    this.#stops[LF] = this.#stops[CR] = ENDS_LINE;
    this.#stops[delimiter] = ENDS_CELL;
    this.batch = emptyBatch(width, this.#rowsAtOnce);
    this.#beyond = emptyBatch(1, 1);
  }

  /**
   * Fills the batch with at most `limit` records of `bytes[position..end)`. `bytes[end]` must exist and be
   * LF. With `last` the bytes end where the file ends. Answers the rows found; 0 when more bytes are needed.
   * @throws LoamError `file-unbalanced-quote`, `file-cell-too-long`, both with `line`
   */
  scan(bytes: Uint8Array, end: number, last: boolean, limit: number): number {
    if (this.#open && end - this.position >= MANY_BYTES) this.#openPlain(this.#open);
    const { batch } = this;
    const { width } = batch;
    const out = this.#out;
    const view = this.#viewOf(bytes);
    const most = Math.min(limit, this.#rowsAtOnce);
    let position = this.position;
    let row = 0;
    while (row < most && position < end) {
      const start = position;
      // Many at once where none can be too long, and where a blank line does not look like a record.
      const many = width > 1 && end - start <= MAX_RECORD_BYTES ? most - row : 0;
      const plain = many > 0 ? (this.#plain?.read(bytes, start, end, row, many) ?? 0) : 0;
      if (plain > 0) {
        for (let i = 0; i < plain; i++) batch.lines[row++] = this.line++;
        this.cells = width;
        position = this.#plain!.next;
        continue;
      }
      const k = row * width;
      const stopped = scanPlain(bytes, view, start, end, this.#stops, batch, k, many, out);
      const records = out[RECORDS]!;
      if (records > 0) {
        for (let i = 0; i < records; i++) batch.lines[row++] = this.line++;
        this.cells = width;
        position = out[RECORD_START]!;
        continue;
      }
      this.#line = this.line;
      const lineEnd = this.#finishRecord(bytes, stopped, end, last, k);
      if (lineEnd === CUT) break;
      position = lineEnd;
      if (position < end) {
        if (bytes[position++] === CR && position < end && bytes[position] === LF) position++;
        this.#line++;
      }
      if (position - start > MAX_RECORD_BYTES) throw tooLong(this.line);
      if (lineEnd > start) {
        this.#noteFaults();
        batch.lines[row++] = this.line;
      }
      this.line = this.#line;
    }
    if (row === 0 && end - position > MAX_RECORD_BYTES) throw tooLong(this.line);
    this.position = position;
    batch.bytes = bytes;
    batch.rows = row;
    return row;
  }

  finish(): void {}

  #openPlain(open: typeof openPlainRecords): void {
    this.#open = null;
    this.#plain = open(this.batch.width, this.#rowsAtOnce, this.delimiter);
    if (this.#plain) this.batch = this.#plain.batch;
  }

  #viewOf(bytes: Uint8Array): DataView {
    const { buffer, byteOffset, byteLength } = this.#view;
    if (buffer !== bytes.buffer || byteOffset !== bytes.byteOffset || byteLength !== bytes.length) {
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    return this.#view;
  }

  /**
   * The rest of a record whose first cell is at `k`, after scanPlain has `stopped`. Answers where its
   * last line ends, or CUT.
   */
  #finishRecord(bytes: Uint8Array, stopped: number, end: number, last: boolean, k: number): number {
    const out = this.#out;
    const limit = k + this.batch.width;
    let into = this.batch;
    let position = stopped;
    this.cells = out[NEXT_CELL]! - k;
    k = out[NEXT_CELL]!;
    this.#bare = 0;
    this.#overflow = false;
    while (position < 0) {
      position = ~position;
      if (k === limit || into !== this.batch) {
        // Past the width: one cell at a time, each over the one before.
        into = this.#beyond;
        k = 0;
      }
      if (bytes[position] === QUOTE) {
        const closed = this.#closingQuote(bytes, position + 1, end, last);
        if (closed === CUT) return CUT;
        into.starts[k] = position + 1;
        into.ends[k] = this.#escaped ? ~closed : closed;
        into.decimals.places[k] = NO_DECIMAL;
        k++;
        this.cells++;
        position = closed + 1;
        while (bytes[position] === SPACE) position++;
        // The next cell begins behind the delimiter.
        if (this.#stops[bytes[position]!] === ENDS_CELL) position = ~(position + 1);
      } else {
        position = scanPlain(bytes, this.#view, position, end, this.#stops, into, k, 0, out);
        this.cells += out[NEXT_CELL]! - k;
        k = out[NEXT_CELL]!;
      }
      if (into !== this.batch && into.ends[0] !== into.starts[0]) this.#overflow = true;
    }
    if (!last && (position === end || (bytes[position] === CR && position + 1 === end))) return CUT;
    if (into === this.batch) {
      for (; k < limit; k++) {
        into.starts[k] = into.ends[k] = end;
        into.decimals.places[k] = NO_DECIMAL;
      }
    }
    return position;
  }

  #noteFaults(): void {
    const { cells, batch, issues, line } = this;
    if (this.#bare > 0) issues.note('bare-quotes', null, line, this.#bare);
    if (cells < batch.width || this.#overflow) issues.note('ragged-rows', null, line);
  }

  /**
   * The position of the quote that ends a cell whose text begins at `start`, or CUT where the bytes end
   * before that is certain.
   */
  #closingQuote(bytes: Uint8Array, start: number, end: number, last: boolean): number {
    const opened = this.#line;
    this.#escaped = false;
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      if (byte === LF || byte === CR) {
        if (byte === LF || bytes[i + 1] !== LF || i + 1 === end) this.#line++;
        continue;
      }
      if (byte !== QUOTE) continue;
      if (i + 1 < end && bytes[i + 1] === QUOTE) {
        this.#escaped = true;
        i++;
        continue;
      }
      let after = i + 1;
      while (after < end && bytes[after] === SPACE) after++;
      if (after === end && !last) return CUT;
      if (after === end || this.#stops[bytes[after]!] !== 0) return i;
      this.#bare++;
    }
    if (last) throw new LoamError('file-unbalanced-quote', { line: opened });
    return CUT;
  }
}

function emptyBatch(width: number, rows: number): Required<FieldBatch> {
  const cells = width * rows;
  return {
    bytes: new Uint8Array(0),
    starts: new Int32Array(cells),
    ends: new Int32Array(cells),
    decimals: { mantissas: new Int32Array(cells), places: new Uint8Array(cells) },
    width,
    rows: 0,
    lines: new Int32Array(rows),
  };
}

function tooLong(line: number): LoamError {
  return new LoamError('file-cell-too-long', { line, limit: MAX_RECORD_BYTES });
}
