/**
 * Reads text of any kind into codes of one dictionary, and gathers what later decides between category,
 * text, boolean and a date whose order had to be found out. It takes every cell.
 */
import { encodeTexts } from '../dataset/chunk-encode';
import { compareSpans, countWords, TextProfiler } from '../dataset/profile-texts';
import type { ColumnProfile, ColumnSchema } from '../dataset/types';
import { ByteDictionary } from './byte-dictionary';
import { FIRST_ROOM, withRoom, type ColumnReader } from './column-reader';
import { isMissing, isSpace } from './missing';
import { parseDate, type ParsedDate } from './parse-date';
import type { FieldBatch } from './types';
import { isUtf8 } from './utf8';

/** Past either of these the dictionary starts afresh after a chunk, and counts become lower bounds. */
const MOST_ENTRIES = 2_000_000;
const MOST_BYTES = 64 * 1024 * 1024;

const QUOTE = 34;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What only cells of text can hold, and what the whole file is then asked about. */
export interface OddCells {
  /** Called with a cell that is not UTF-8; it may throw. */
  notUtf8(): void;
  /** Set where a cell holds a NUL byte. */
  zeros: boolean;
}

export interface TextEvidence {
  /** Every value is a date with the day first; the month first. */
  dayFirst: boolean;
  monthFirst: boolean;
  /** The order that more values can be read in; the day first where both are alike. */
  likelier: 'dmy' | 'mdy';
}

export class TextReader implements ColumnReader {
  readonly #dictionary = new ByteDictionary();
  #codes = new Int32Array(FIRST_ROOM);
  #rows = 0;
  #counts = new Int32Array(FIRST_ROOM);
  #scratch = new Uint8Array(256);
  readonly #profiler = new TextProfiler();
  readonly #parsed: ParsedDate = { value: 0, time: false };
  /** Distinct values met, and how many of them are dates in either order; counted while any may be. */
  #met = 0;
  #daysFirst = 0;
  #monthsFirst = 0;

  constructor(readonly odd: OddCells) {}

  read(batch: FieldBatch, column: number): number {
    const { bytes, starts, ends, width, rows } = batch;
    this.#codes = withRoom(this.#codes, this.#rows + rows);
    const codes = this.#codes;
    let at = this.#rows;
    for (let row = 0, k = column; row < rows; row++, k += width) {
      const start = starts[k]!;
      const end = ends[k]!;
      if (end < 0) codes[at++] = this.#quoted(bytes, start, ~end);
      else if (isMissing(bytes, start, end)) codes[at++] = -1;
      else codes[at++] = this.#code(bytes, start, end);
    }
    this.#rows = at;
    return rows;
  }

  #code(bytes: Uint8Array, start: number, end: number): number {
    const known = this.#dictionary.count;
    const entry = this.#dictionary.find(bytes, start, end);
    if (this.#dictionary.count > known) this.#meet(bytes, start, end);
    return entry;
  }

  /** A cell in which doubled quotes stand for one. */
  #quoted(bytes: Uint8Array, start: number, end: number): number {
    if (this.#scratch.length < end - start) this.#scratch = new Uint8Array(2 * (end - start));
    let to = 0;
    for (let i = start; i < end; i++) {
      this.#scratch[to++] = bytes[i]!;
      if (bytes[i] === QUOTE && i + 1 < end && bytes[i + 1] === QUOTE) i++;
    }
    return this.#code(this.#scratch, 0, to);
  }

  #meet(bytes: Uint8Array, start: number, end: number): void {
    if (!isUtf8(bytes, start, end)) this.odd.notUtf8();
    if (!this.odd.zeros && bytes.subarray(start, end).includes(0)) this.odd.zeros = true;
    this.#met++;
    // A thousand values of which none is a date need no further proof.
    if (this.#met > 1000 && this.#daysFirst + this.#monthsFirst === 0) return;
    while (start < end && isSpace(bytes[start]!)) start++;
    while (end > start && isSpace(bytes[end - 1]!)) end--;
    if (parseDate(bytes, start, end, 'dmy', this.#parsed)) this.#daysFirst++;
    if (parseDate(bytes, start, end, 'mdy', this.#parsed)) this.#monthsFirst++;
  }

  get evidence(): TextEvidence {
    return {
      dayFirst: this.#met > 0 && this.#daysFirst === this.#met,
      monthFirst: this.#met > 0 && this.#monthsFirst === this.#met,
      likelier: this.#monthsFirst > this.#daysFirst ? 'mdy' : 'dmy',
    };
  }

  skip(rows: number): void {
    this.#codes = withRoom(this.#codes, this.#rows + rows);
    this.#codes.fill(-1, this.#rows, this.#rows + rows);
    this.#rows += rows;
  }

  flush(): Uint8Array {
    const codes = this.#codes.subarray(0, this.#rows);
    const dictionary = this.#dictionary;
    this.#counts = withRoom(this.#counts, dictionary.count);
    for (const code of codes) if (code >= 0) this.#counts[code]!++;
    this.#rows = 0;
    const chunk = encodeTexts(codes, dictionary.spans);
    if (dictionary.count > MOST_ENTRIES || dictionary.bytes > MOST_BYTES) this.#absorb();
    return chunk;
  }

  /** After the last flush: what the type is to be decided from. */
  settle(): { distinct: number; rows: number; medianWords: number } {
    this.#absorb();
    const { distinct, rows, medianWords } = this.#profiler;
    return { distinct, rows, medianWords };
  }

  /** The first `limit` entries in order of appearance, before `settle`. */
  entries(limit: number): string[] {
    const count = Math.min(limit, this.#dictionary.count);
    return Array.from({ length: count }, (_, entry) => this.#text(entry));
  }

  profile(schema: ColumnSchema, rows: number): ColumnProfile {
    return this.#profiler.finish(schema.name, schema.type, rows);
  }

  #text(entry: number): string {
    const { bytes, offsets } = this.#dictionary.spans;
    return decoder.decode(bytes.subarray(offsets[entry]!, offsets[entry + 1]!));
  }

  #absorb(): void {
    if (this.#dictionary.count === 0) return;
    const counts = this.#counts;
    const { spans, count } = this.#dictionary;
    this.#profiler.add({
      count,
      rowsOf: (entry) => counts[entry]!,
      wordsOf: (entry) => countWords(spans.bytes, spans.offsets[entry]!, spans.offsets[entry + 1]!),
      textOf: (entry) => this.#text(entry),
      compare: (a, b) => compareSpans(spans, a, b),
    });
    counts.fill(0);
    this.#dictionary.clear();
  }
}
