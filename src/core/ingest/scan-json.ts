/**
 * Splits JSON into records and cells: one array of flat objects, or objects one after the other (JSON
 * Lines). Cells are spans of the file's own bytes, so that numbers keep every digit; strings are unescaped
 * where they stand, nested values keep their JSON text, null is an empty cell. Like CsvScanner it sees
 * only whole records.
 */
import { LoamError } from '../errors';
import { unescapeInPlace } from './json-string';
import { MAX_COLUMNS, MAX_RECORD_BYTES } from './limits';
import type { FieldBatch } from './types';

const LF = 10;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN = 123;
const CLOSE = 125;
const BATCH_CELLS = 16_384;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const isGap = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

export class JsonScanner {
  /** Columns in order of first appearance; a call of `scan` that adds one fills only rows after it. */
  names: readonly string[] = [];
  batch: FieldBatch = emptyBatch(1);
  line = 1;
  position = 0;
  /** Whether the file is one array. */
  list = false;
  #state: 'start' | 'between' | 'after' = 'start';
  readonly #columns = new Map<string, number>();
  readonly #raw: string[] = [];
  /** Keys of the record before, as bytes with their columns: records mostly repeat them in order. */
  #keys: { bytes: Uint8Array; column: number }[] = [];

  /** `toNames` makes names that differ and are not empty of the keys. */
  constructor(readonly toNames: (keys: readonly string[]) => string[]) {}

  /** As CsvScanner.scan. @throws LoamError `file-not-json` with `line` and `why` */
  scan(bytes: Uint8Array, end: number, last: boolean, limit: number): number {
    this.#widen();
    const { batch } = this;
    const most = Math.min(limit, batch.lines.length);
    let row = 0;
    while (row < most) {
      if (!this.#toRecord(bytes, end)) break;
      const start = this.position;
      const stop = recordEnd(bytes, start, end);
      if (stop < 0) {
        if (end - start > MAX_RECORD_BYTES) throw this.#tooLong();
        if (last) throw this.#wrong('an object is not closed');
        break;
      }
      if (stop - start > MAX_RECORD_BYTES) throw this.#tooLong();
      const known = this.#raw.length;
      const keys = this.#members(bytes, start, stop, null, 0);
      if (this.names.length > MAX_COLUMNS) {
        throw new LoamError('file-too-many-columns', {
          columns: this.names.length,
          limit: MAX_COLUMNS,
        });
      }
      if (this.#raw.length > known) {
        this.names = this.toNames(this.#raw);
        if (row > 0) break;
        this.#widen();
      }
      this.#keys = keys;
      this.batch.lines[row] = this.line;
      const cells = row * this.batch.width;
      this.batch.starts.fill(stop, cells, cells + this.batch.width);
      this.batch.ends.fill(stop, cells, cells + this.batch.width);
      for (let i = start; i < stop; i++) if (bytes[i] === LF) this.line++;
      this.#members(bytes, start, stop, this.batch, cells);
      this.position = stop;
      row++;
    }
    this.batch.bytes = bytes;
    this.batch.rows = row;
    return row;
  }

  finish(): void {
    if (this.list && this.#state !== 'after') throw this.#wrong('the list is not closed');
  }

  /** Moves to the next record's brace. Answers false where the bytes or the records end. */
  #toRecord(bytes: Uint8Array, end: number): boolean {
    let comma = false;
    for (; this.position < end; this.position++) {
      const byte = bytes[this.position]!;
      if (byte === LF) this.line++;
      if (isGap(byte)) continue;
      if (this.#state === 'after') throw this.#wrong('something follows the end of the list');
      if (byte === OPEN) {
        this.#state = 'between';
        return true;
      }
      if (this.#state === 'start' && byte === OPEN_LIST) {
        this.list = true;
        this.#state = 'between';
      } else if (this.list && byte === CLOSE_LIST) this.#state = 'after';
      else if (byte === COMMA && !comma) comma = true;
      else throw this.#wrong('an object was expected');
    }
    return false;
  }

  /** Rows already in the batch are taken by the caller before it grows. */
  #widen(): void {
    if (this.names.length > this.batch.width) this.batch = emptyBatch(this.names.length);
  }

  /** Learns the record's columns (`into` null), or writes its cells. */
  #members(
    bytes: Uint8Array,
    start: number,
    stop: number,
    into: FieldBatch | null,
    cells: number,
  ): { bytes: Uint8Array; column: number }[] {
    const keys: { bytes: Uint8Array; column: number }[] = [];
    let i = skipGap(bytes, start + 1);
    if (bytes[i] === CLOSE) return keys;
    for (;;) {
      if (bytes[i] !== QUOTE) throw this.#wrong('a name in quotes was expected');
      const keyEnd = stringEnd(bytes, i + 1, stop);
      const key = this.#key(bytes, i + 1, keyEnd, keys.length);
      keys.push(key);
      i = skipGap(bytes, keyEnd + 1);
      if (bytes[i] !== COLON) throw this.#wrong('a colon was expected');
      i = skipGap(bytes, i + 1);
      const valueEnd = this.#valueEnd(bytes, i, stop);
      if (into) this.#cell(into, cells + key.column, i, valueEnd, bytes);
      i = skipGap(bytes, valueEnd);
      if (bytes[i] === CLOSE && i === stop - 1) return keys;
      if (bytes[i] !== COMMA) throw this.#wrong('a comma was expected');
      i = skipGap(bytes, i + 1);
    }
  }

  #key(
    bytes: Uint8Array,
    start: number,
    end: number,
    place: number,
  ): { bytes: Uint8Array; column: number } {
    const before = this.#keys[place];
    if (before?.bytes.length === end - start) {
      let i = 0;
      while (i < before.bytes.length && before.bytes[i] === bytes[start + i]) i++;
      if (i === before.bytes.length) return before;
    }
    const own = bytes.slice(start, end);
    const raw = own.slice();
    const name = decoder.decode(raw.subarray(0, this.#unescaped(raw, 0, raw.length)));
    let column = this.#columns.get(name);
    if (column === undefined) {
      column = this.#raw.push(name) - 1;
      this.#columns.set(name, column);
    }
    return { bytes: own, column };
  }

  #valueEnd(bytes: Uint8Array, start: number, stop: number): number {
    const first = bytes[start]!;
    if (first === QUOTE) return stringEnd(bytes, start + 1, stop) + 1;
    if (first === OPEN || first === OPEN_LIST) return nestedEnd(bytes, start, stop);
    let i = start;
    while (i < stop && bytes[i] !== COMMA && bytes[i] !== CLOSE && !isGap(bytes[i]!)) i++;
    return i;
  }

  #cell(into: FieldBatch, at: number, start: number, end: number, bytes: Uint8Array): void {
    const first = bytes[start]!;
    if (first === QUOTE) {
      start++;
      end = this.#unescaped(bytes, start, end - 1);
    } else if (first !== OPEN && first !== OPEN_LIST) {
      const text = decoder.decode(bytes.subarray(start, Math.min(end, start + 400)));
      if (text === 'null') start = end;
      else if (text !== 'true' && text !== 'false' && !NUMBER.test(text)) {
        throw this.#wrong('a value was expected');
      }
    }
    into.starts[at] = start;
    into.ends[at] = end;
  }

  #unescaped(bytes: Uint8Array, start: number, end: number): number {
    const to = unescapeInPlace(bytes, start, end);
    if (to < 0) throw this.#wrong('a string is not well-formed');
    return to;
  }

  #wrong(why: string): LoamError {
    return new LoamError('file-not-json', { line: this.line, why });
  }

  #tooLong(): LoamError {
    return new LoamError('file-cell-too-long', { line: this.line, limit: MAX_RECORD_BYTES });
  }
}

function emptyBatch(width: number): FieldBatch {
  const rows = Math.max(2, Math.floor(BATCH_CELLS / width));
  return {
    bytes: new Uint8Array(0),
    starts: new Int32Array(rows * width),
    ends: new Int32Array(rows * width),
    width,
    rows: 0,
    lines: new Int32Array(rows),
  };
}

function skipGap(bytes: Uint8Array, i: number): number {
  while (isGap(bytes[i]!)) i++;
  return i;
}

/** One past the brace that closes the object at `start`, or -1. */
function recordEnd(bytes: Uint8Array, start: number, end: number): number {
  const stop = nestedEnd(bytes, start, end);
  return stop <= end ? stop : -1;
}

/** One past what closes the object or list at `start`; past `end` where nothing does. */
function nestedEnd(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) i = stringEnd(bytes, i + 1, end);
    else if (byte === OPEN || byte === OPEN_LIST) depth++;
    else if ((byte === CLOSE || byte === CLOSE_LIST) && --depth === 0) return i + 1;
  }
  return end + 1;
}

/** The position of the quote that closes the string whose text begins at `i`, or `end`. */
function stringEnd(bytes: Uint8Array, i: number, end: number): number {
  while (i < end && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return Math.min(i, end);
}
