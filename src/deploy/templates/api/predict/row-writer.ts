/** Rows of an answer as JSON text, written by a WebAssembly module (assembly/). */
import { isAscii } from 'node:buffer';
import { WRITE_ROWS_BASE64 } from './write-rows.generated';

const PAGE_BYTES = 65_536;
/** What is below is the module's own. */
const FREE_AT = 8448;
const MOST_NUMBER_BYTES = 32;
/** The module copies whole vectors. */
const SLACK = 16;
/** Rows that are written at once: memory that has grown is never given back. */
const MOST_ROWS = 512;

/** Documented in assembly/rows.ts. */
type WriteRows = (
  rows: number,
  slots: number,
  firsts: number,
  values: number,
  lasts: number,
  firstPieces: number,
  betweenPieces: number,
  lastPieces: number,
  to: number,
) => number;

export interface RowTexts {
  /** What rows begin with; a row says which. */
  first: readonly string[];
  /** Between the numbers of a row, which are one more. */
  between: readonly string[];
  /** What rows end with, unless they are given ends of their own. */
  last: string;
}

let compiled: WebAssembly.Module | null = null;

const aligned = (at: number): number => Math.ceil(at / 16) * 16;
const bytesIn = (pieces: readonly Uint8Array[]) =>
  pieces.reduce((sum, { length }) => sum + length, 0);

export class RowWriter {
  readonly #memory: WebAssembly.Memory;
  readonly #writeRows: WriteRows;
  readonly #slots: number;
  readonly #isAscii: boolean;
  readonly #firstAt: number;
  readonly #betweenAt: number;
  readonly #lastAt: number;
  /** What is from here on is of one call. */
  readonly #freeAt: number;
  /** Bytes that a row has at most, with the usual last text. */
  readonly #rowBytes: number;

  constructor({ first, between, last }: RowTexts) {
    compiled ??= new WebAssembly.Module(Buffer.from(WRITE_ROWS_BASE64, 'base64'));
    const { exports } = new WebAssembly.Instance(compiled);
    this.#memory = exports.memory as WebAssembly.Memory;
    this.#writeRows = exports.writeRows as WriteRows;
    this.#slots = between.length + 1;

    const firsts = first.map((text) => Buffer.from(text));
    const betweens = between.map((text) => Buffer.from(text));
    const lasts = [Buffer.from(last)];
    this.#isAscii = [...firsts, ...betweens, ...lasts].every((piece) => isAscii(piece));
    const longest = Math.max(...firsts.map(({ length }) => length));
    this.#rowBytes = longest + bytesIn([...betweens, ...lasts]) + this.#slots * MOST_NUMBER_BYTES;

    this.#firstAt = FREE_AT;
    this.#betweenAt = this.#put(firsts, this.#firstAt);
    this.#lastAt = this.#put(betweens, this.#betweenAt);
    this.#freeAt = this.#put(lasts, this.#lastAt);
  }

  #grow(end: number): void {
    const lacking = end - this.#memory.buffer.byteLength;
    if (lacking > 0) this.#memory.grow(Math.ceil(lacking / PAGE_BYTES));
  }

  /** Puts pieces there, each with its place and length before them all; answers where they end. */
  #put(pieces: readonly Uint8Array[], start: number): number {
    let at = aligned(start + 8 * pieces.length);
    this.#grow(at + bytesIn(pieces) + 2 * SLACK * pieces.length);
    const memory = Buffer.from(this.#memory.buffer);
    pieces.forEach((piece, i) => {
      memory.set(piece, at);
      memory.writeUInt32LE(at, start + 8 * i);
      memory.writeUInt32LE(piece.length, start + 8 * i + 4);
      at = aligned(at + piece.length + SLACK);
    });
    return at;
  }

  /**
   * @param firsts index of the first text, per row
   * @param columns the numbers of the rows, [rows, slots] row-major in one list, or one list per slot
   * @param ends what each row ends with; null: all with the usual text
   */
  rows(
    firsts: Uint32Array,
    columns: readonly Float64Array[],
    ends: readonly string[] | null,
  ): string {
    let text = '';
    for (let from = 0; from < firsts.length; from += MOST_ROWS) {
      const to = Math.min(firsts.length, from + MOST_ROWS);
      text += this.#some(
        firsts.subarray(from, to),
        columns,
        from,
        ends && different(ends.slice(from, to)),
      );
    }
    return text;
  }

  /** Of the rows from `from` on, which begin with `firsts`. */
  #some(
    firsts: Uint32Array,
    columns: readonly Float64Array[],
    from: number,
    ends: Different | null,
  ): string {
    const rows = firsts.length;
    const slots = this.#slots;
    const lastPieces = ends ? this.#freeAt : this.#lastAt;
    const firstsAt = ends ? this.#put(ends.pieces, this.#freeAt) : this.#freeAt;
    const endsAt = aligned(firstsAt + 4 * rows);
    const valuesAt = aligned(endsAt + 4 * rows);
    const textAt = aligned(valuesAt + 8 * rows * slots);
    this.#grow(textAt + rows * this.#rowBytes + (ends?.bytes ?? 0) + SLACK);
    const { buffer } = this.#memory;
    new Uint32Array(buffer, firstsAt, rows).set(firsts);
    const which = new Uint32Array(buffer, endsAt, rows);
    if (ends) which.set(ends.which);
    else which.fill(0);
    const values = new Float64Array(buffer, valuesAt, rows * slots);
    if (columns.length === 1) {
      values.set(columns[0]!.subarray(from * slots, (from + rows) * slots));
    } else {
      columns.forEach((column, slot) => {
        for (let row = 0; row < rows; row++) values[row * slots + slot] = column[from + row]!;
      });
    }
    const length = this.#writeRows(
      rows,
      slots,
      firstsAt,
      valuesAt,
      endsAt,
      this.#firstAt,
      this.#betweenAt,
      lastPieces,
      textAt,
    );
    const isPlain = this.#isAscii && (ends?.pieces.every((piece) => isAscii(piece)) ?? true);
    return Buffer.from(buffer, textAt, length).toString(isPlain ? 'latin1' : 'utf8');
  }
}

/** Different texts, and which of them each row has. */
interface Different {
  pieces: Buffer[];
  which: Uint32Array;
  /** Of all rows together. */
  bytes: number;
}

function different(texts: readonly string[]): Different {
  const places = new Map<string, number>();
  const which = Uint32Array.from(texts, (text) => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  const pieces = Array.from(places.keys(), (text) => Buffer.from(text));
  return { pieces, which, bytes: which.reduce((sum, place) => sum + pieces[place]!.length, 0) };
}
