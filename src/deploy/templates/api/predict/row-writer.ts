/** Rows of an answer as JSON text, written by a WebAssembly module (assembly/). */
import { isAscii } from 'node:buffer';
import { WRITE_ROWS_BASE64 } from './write-rows.generated';

const PAGE_BYTES = 65_536;
/** What is below is the module's own. */
const FREE_AT = 8448;
const MOST_NUMBER_BYTES = 32;
/** The module copies whole vectors. */
const SLACK = 16;
/** Text that is made at once, unless one row alone has more: memory that has grown is never given back. */
const MOST_TEXT_BYTES = 1 << 20;

/** Documented in assembly/rows.ts. */
type WriteRows = (
  rows: number,
  slots: number,
  firsts: number,
  values: number,
  pieces: number,
  to: number,
) => number;

/** What all rows have in common: a first text, then numbers with texts between them, then a last text. */
export interface RowTexts {
  /** A row says which it begins with. */
  first: readonly string[];
  /** One fewer than the numbers of a row. */
  between: readonly string[];
  last: string;
}

let compiled: WebAssembly.Module | null = null;

const aligned = (at: number): number => Math.ceil(at / 16) * 16;

export class RowWriter {
  readonly #memory: WebAssembly.Memory;
  readonly #writeRows: WriteRows;
  readonly #slots: number;
  readonly #isAscii: boolean;
  readonly #piecesAt: number;
  readonly #rowsAt: number;
  /** Bytes that a row has at most. */
  readonly #rowBytes: number;

  constructor({ first, between, last }: RowTexts) {
    compiled ??= new WebAssembly.Module(Buffer.from(WRITE_ROWS_BASE64, 'base64'));
    const { exports } = new WebAssembly.Instance(compiled);
    this.#memory = exports.memory as WebAssembly.Memory;
    this.#writeRows = exports.writeRows as WriteRows;
    this.#slots = between.length + 1;

    const pieces = [last, ...between, ...first].map((text) => Buffer.from(text));
    this.#isAscii = pieces.every((piece) => isAscii(piece));
    const firstBytes = Math.max(...pieces.slice(this.#slots).map((piece) => piece.length));
    const otherBytes = pieces.slice(0, this.#slots).reduce((sum, piece) => sum + piece.length, 0);
    this.#rowBytes = firstBytes + otherBytes + this.#slots * MOST_NUMBER_BYTES;

    this.#piecesAt = FREE_AT;
    let at = aligned(this.#piecesAt + 8 * pieces.length);
    const places = pieces.map((piece) => {
      const place = at;
      at += aligned(piece.length + SLACK);
      return place;
    });
    this.#rowsAt = at;
    this.#grow(at);
    const bytes = Buffer.from(this.#memory.buffer);
    pieces.forEach((piece, i) => {
      bytes.set(piece, places[i]!);
      bytes.writeUInt32LE(places[i]!, this.#piecesAt + 8 * i);
      bytes.writeUInt32LE(piece.length, this.#piecesAt + 8 * i + 4);
    });
  }

  #grow(end: number): void {
    const lacking = end - this.#memory.buffer.byteLength;
    if (lacking > 0) this.#memory.grow(Math.ceil(lacking / PAGE_BYTES));
  }

  /**
   * @param firsts index of the first text, per row
   * @param columns the numbers of the rows, [rows, slots] row-major in one list, or one list per slot
   */
  rows(firsts: Uint32Array, columns: readonly Float64Array[]): string {
    const most = Math.max(1, Math.floor(MOST_TEXT_BYTES / this.#rowBytes));
    let text = '';
    for (let from = 0; from < firsts.length; from += most) {
      text += this.#some(firsts.subarray(from, from + most), columns, from);
    }
    return text;
  }

  /** Of the rows from `from` on, which begin with `firsts`. */
  #some(firsts: Uint32Array, columns: readonly Float64Array[], from: number): string {
    const rows = firsts.length;
    const slots = this.#slots;
    const valuesAt = aligned(this.#rowsAt + 4 * rows);
    const textAt = aligned(valuesAt + 8 * rows * slots);
    this.#grow(textAt + rows * this.#rowBytes + SLACK);
    const { buffer } = this.#memory;
    new Uint32Array(buffer, this.#rowsAt, rows).set(firsts);
    const values = new Float64Array(buffer, valuesAt, rows * slots);
    if (columns.length === 1) {
      values.set(columns[0]!.subarray(from * slots, (from + rows) * slots));
    } else {
      columns.forEach((column, slot) => {
        for (let row = 0; row < rows; row++) values[row * slots + slot] = column[from + row]!;
      });
    }
    const length = this.#writeRows(rows, slots, this.#rowsAt, valuesAt, this.#piecesAt, textAt);
    const text = Buffer.from(buffer, textAt, length);
    return text.toString(this.#isAscii ? 'latin1' : 'utf8');
  }
}
