/**
 * Values to the bytes of a column chunk. The encoding follows from the content alone, so equal content
 * gives equal bytes whatever path it came by. Text arrives as UTF-8 spans (`TextSpans`), so that the
 * scanner never makes a string of a cell; `encodeChunk` is the same for columns in memory.
 */
import { allocateChunk, ENCODING, layoutOf, type ChunkHeader, type Encoding } from './chunk-layout';
import { integerEncoding, numberForm, writeUnits } from './number-form';
import type { Column } from './types';

/** UTF-8 texts back to back: text `i` is `bytes[offsets[i]..offsets[i + 1]]`. */
export interface TextSpans {
  offsets: Uint32Array | Int32Array;
  bytes: Uint8Array;
}

/** One chunk of a column in memory; its rows become the chunk's rows. */
export function encodeChunk(column: Column): Uint8Array<ArrayBuffer> {
  if (column.kind === 'numeric') return encodeNumbers(column.values);
  const { codes, spans } = spansOf(column.codes, column.dictionary);
  return encodeTexts(codes, spans);
}

/** `values` hold NaN where missing. */
export function encodeNumbers(values: Float64Array): Uint8Array<ArrayBuffer> {
  const rows = values.length;
  const { encoding, unit, missing } = numberForm(values);
  const header: ChunkHeader = { encoding, rows, missing, entries: unit, textBytes: 0 };
  const layout = layoutOf(header);
  const chunk = allocateChunk(header, layout);
  if (encoding === ENCODING.empty) return chunk;
  const target = numericSection(encoding, chunk.buffer, layout.values, rows);
  if (unit === 0 || target instanceof Float64Array) target.set(values);
  else writeUnits(values, unit, target);
  if (missing > 0) writeGaps(values, chunk.subarray(layout.gaps), target);
  return chunk;
}

/** Integers in a unit that suits them; where `values` are NaN they are missing, and 0. */
export function encodeIntegers(
  integers: Int32Array,
  unit: number,
  missing: number,
  values: Float64Array,
): Uint8Array<ArrayBuffer> {
  const rows = integers.length;
  let min = 0;
  let max = 0;
  for (let row = 0; row < rows; row++) {
    const integer = integers[row]!;
    if (integer < min) min = integer;
    if (integer > max) max = integer;
  }
  const encoding = integerEncoding(min, max);
  const header: ChunkHeader = { encoding, rows, missing, entries: unit, textBytes: 0 };
  const layout = layoutOf(header);
  const chunk = allocateChunk(header, layout);
  const target = numericSection(encoding, chunk.buffer, layout.values, rows);
  target.set(integers);
  if (missing > 0) writeGaps(values, chunk.subarray(layout.gaps), target);
  return chunk;
}

function writeGaps(
  values: Float64Array,
  gaps: Uint8Array,
  target: Int8Array | Int16Array | Int32Array | Float64Array,
): void {
  for (let row = 0; row < values.length; row++) {
    if (values[row] === values[row]) continue;
    target[row] = 0;
    gaps[row >> 3]! |= 1 << (row & 7);
  }
}

function numericSection(
  encoding: Encoding,
  buffer: ArrayBuffer,
  at: number,
  rows: number,
): Int8Array | Int16Array | Int32Array | Float64Array {
  if (encoding === ENCODING.int8) return new Int8Array(buffer, at, rows);
  if (encoding === ENCODING.int16) return new Int16Array(buffer, at, rows);
  if (encoding === ENCODING.int32) return new Int32Array(buffer, at, rows);
  return new Float64Array(buffer, at, rows);
}

/**
 * `codes` are positions in `spans`, -1 where missing; spans that no code names are left out.
 * The spans that codes name must differ from each other and be valid UTF-8.
 */
export function encodeTexts(codes: Int32Array, spans: TextSpans): Uint8Array<ArrayBuffer> {
  const rows = codes.length;
  const from = spans.offsets;
  const local = new Uint32Array(from.length - 1);
  const used = new Int32Array(Math.min(rows, local.length));
  let entries = 0;
  let missing = 0;
  let entryBytes = 0;
  let plainBytes = 0;
  for (let row = 0; row < rows; row++) {
    const code = codes[row]!;
    if (code < 0) {
      missing++;
      continue;
    }
    const length = from[code + 1]! - from[code]!;
    plainBytes += length;
    if (local[code] === 0) {
      used[entries++] = code;
      local[code] = entries;
      entryBytes += length;
    }
  }
  const dictionary: ChunkHeader = {
    encoding: dictionaryEncoding(entries),
    rows,
    missing,
    entries,
    textBytes: entryBytes,
  };
  const plain: ChunkHeader = {
    encoding: ENCODING.plain,
    rows,
    missing,
    entries: rows,
    textBytes: plainBytes,
  };
  if (entries === 0) return encodeEmpty(rows);
  const pays = layoutOf(dictionary).total <= layoutOf(plain).total;
  return pays
    ? encodeDictionary(dictionary, codes, local, used, spans)
    : encodePlain(plain, codes, spans);
}

/** A chunk of which no row has a value; it serves every type of column. */
export function encodeEmpty(rows: number): Uint8Array<ArrayBuffer> {
  const header = { encoding: ENCODING.empty, rows, missing: rows, entries: 0, textBytes: 0 };
  return allocateChunk(header, layoutOf(header));
}

function dictionaryEncoding(entries: number): Encoding {
  return entries <= 0xff ? ENCODING.dict8 : entries <= 0xffff ? ENCODING.dict16 : ENCODING.dict32;
}

function encodeDictionary(
  header: ChunkHeader,
  codes: Int32Array,
  local: Uint32Array,
  used: Int32Array,
  spans: TextSpans,
): Uint8Array<ArrayBuffer> {
  const layout = layoutOf(header);
  const chunk = allocateChunk(header, layout);
  const offsets = new Uint32Array(chunk.buffer, layout.offsets, header.entries + 1);
  let at = 0;
  for (let entry = 0; entry < header.entries; entry++) {
    at = copySpan(spans, used[entry]!, chunk, layout.text, at);
    offsets[entry + 1] = at;
  }
  const { rows, encoding } = header;
  const target =
    encoding === ENCODING.dict8
      ? new Uint8Array(chunk.buffer, layout.values, rows)
      : encoding === ENCODING.dict16
        ? new Uint16Array(chunk.buffer, layout.values, rows)
        : new Uint32Array(chunk.buffer, layout.values, rows);
  for (let row = 0; row < rows; row++) {
    const code = codes[row]!;
    target[row] = code < 0 ? 0 : local[code]!;
  }
  return chunk;
}

function encodePlain(
  header: ChunkHeader,
  codes: Int32Array,
  spans: TextSpans,
): Uint8Array<ArrayBuffer> {
  const layout = layoutOf(header);
  const chunk = allocateChunk(header, layout);
  const offsets = new Uint32Array(chunk.buffer, layout.offsets, header.rows + 1);
  let at = 0;
  for (let row = 0; row < header.rows; row++) {
    const code = codes[row]!;
    if (code < 0) chunk[layout.gaps + (row >> 3)]! |= 1 << (row & 7);
    else at = copySpan(spans, code, chunk, layout.text, at);
    offsets[row + 1] = at;
  }
  return chunk;
}

/** Short spans are copied by hand: a call to `set` costs more than they do. */
function copySpan(
  spans: TextSpans,
  code: number,
  chunk: Uint8Array,
  base: number,
  at: number,
): number {
  const start = spans.offsets[code]!;
  const end = spans.offsets[code + 1]!;
  const source = spans.bytes;
  if (end - start > 64) chunk.set(source.subarray(start, end), base + at);
  else for (let i = start, to = base + at; i < end; i++) chunk[to++] = source[i]!;
  return at + end - start;
}

const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** Only the entries that rows use, each text once, lone surrogates made U+FFFD. */
function spansOf(codes: Int32Array, dictionary: string[]): { codes: Int32Array; spans: TextSpans } {
  const entryOf = new Int32Array(dictionary.length).fill(-1);
  const known = new Map<string, number>();
  const texts: string[] = [];
  const own = codes.map((code) => {
    if (code < 0) return -1;
    if (entryOf[code]! >= 0) return entryOf[code]!;
    const raw = dictionary[code] ?? '';
    const text = LONE_SURROGATE.test(raw) ? raw.replace(/[\ud800-\udfff]/gu, '\ufffd') : raw;
    let entry = known.get(text);
    if (entry === undefined) {
      entry = texts.length;
      texts.push(text);
      known.set(text, entry);
    }
    return (entryOf[code] = entry);
  });
  return { codes: own, spans: spansOfTexts(texts) };
}

export function spansOfTexts(texts: readonly string[]): TextSpans {
  const encoder = new TextEncoder();
  const parts = texts.map((text) => encoder.encode(text));
  const offsets = new Uint32Array(parts.length + 1);
  parts.forEach((part, i) => (offsets[i + 1] = offsets[i]! + part.length));
  const bytes = new Uint8Array(offsets[parts.length]!);
  parts.forEach((part, i) => bytes.set(part, offsets[i]!));
  return { offsets, bytes };
}
