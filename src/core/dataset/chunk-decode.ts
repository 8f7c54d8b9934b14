/**
 * The bytes of a column chunk to values. Bytes may come from anywhere, so everything is checked before
 * it is believed (FORMAT.md); what does not hold is `object-damaged`, never a crash or a large allocation.
 */
import { LoamError } from '../errors';
import {
  DAYS,
  ENCODING,
  HEADER_BYTES,
  isDictionaryEncoding,
  isIntegerEncoding,
  isNumericEncoding,
  layoutOf,
  MAGIC,
  MAX_CHUNK_ROWS,
  unitFactor,
  type ChunkHeader,
  type Encoding,
} from './chunk-layout';
import type { Column, ColumnSchema } from './types';

const DAY_MS = 86_400_000;

export function isNumericSchema(schema: ColumnSchema): boolean {
  return schema.type === 'number' || schema.type === 'integer' || schema.type === 'datetime';
}

function damaged(why: string): LoamError {
  return new LoamError('object-damaged', { what: 'column chunk', why });
}

/** One chunk as a column of its own. @throws LoamError `object-damaged` */
export function decodeChunk(bytes: Uint8Array, schema: ColumnSchema): Column {
  const { rows } = readHeader(bytes);
  if (isNumericSchema(schema)) {
    const values = new Float64Array(rows);
    decodeNumbersInto(bytes, values, 0);
    return { kind: 'numeric', schema, values };
  }
  const codes = new Int32Array(rows);
  const merger = dictionaryMerger(schema);
  decodeTextsInto(bytes, codes, 0, merger);
  return { kind: 'coded', schema, codes, dictionary: merger.dictionary };
}

/** @throws LoamError `object-damaged` where the header or the length cannot be right */
export function readHeader(bytes: Uint8Array): ChunkHeader {
  if (bytes.length < HEADER_BYTES) throw damaged('shorter than its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (index: number): number => view.getUint32(index * 4, true);
  if (word(0) !== MAGIC) throw damaged('not a column chunk');
  if (word(1) > ENCODING.plain) throw damaged('unknown encoding');
  if (word(6) !== 0 || word(7) !== 0) throw damaged('reserved bytes in use');
  const encoding = word(1) as Encoding;
  const [rows, missing, entries, textBytes] = [word(2), word(3), word(4), word(5)];
  const header: ChunkHeader = { encoding, rows, missing, entries, textBytes };
  if (rows > MAX_CHUNK_ROWS || missing > rows) throw damaged('impossible counts');
  if (encoding === ENCODING.empty ? missing !== rows : missing === rows) {
    throw damaged('impossible counts');
  }
  const entriesFit = isDictionaryEncoding(encoding)
    ? entries > 0 && entries <= rows - missing
    : isIntegerEncoding(encoding)
      ? entries <= DAYS
      : entries === (encoding === ENCODING.plain ? rows : 0);
  if (!entriesFit || (encoding < ENCODING.dict8 && textBytes !== 0)) {
    throw damaged('impossible counts');
  }
  if (layoutOf(header).total !== bytes.length) throw damaged('wrong length');
  return header;
}

/** A view that typed arrays can be laid over: the same bytes, copied only where not aligned. */
function alignedBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
}

/** Writes the chunk's rows to `target` from `at` on, NaN where missing. */
export function decodeNumbersInto(bytes: Uint8Array, target: Float64Array, at: number): void {
  const header = readHeader(bytes);
  const { encoding, rows, missing } = header;
  if (encoding === ENCODING.empty) {
    target.fill(NaN, at, at + rows);
    return;
  }
  if (!isNumericEncoding(encoding)) throw damaged('text where numbers belong');
  const layout = layoutOf(header);
  const own = alignedBytes(bytes);
  const start = own.byteOffset + layout.values;
  const values =
    encoding === ENCODING.int8
      ? new Int8Array(own.buffer, start, rows)
      : encoding === ENCODING.int16
        ? new Int16Array(own.buffer, start, rows)
        : encoding === ENCODING.int32
          ? new Int32Array(own.buffer, start, rows)
          : new Float64Array(own.buffer, start, rows);
  const unit = header.entries;
  if (unit === 0) target.set(values, at);
  else fromUnits(values, unit, target, at);
  if (encoding === ENCODING.float64) {
    for (let row = 0; row < rows; row++) {
      if (values[row] !== values[row]) throw damaged('not a number');
    }
  }
  if (missing === 0) return;
  let seen = 0;
  for (let row = 0; row < rows; row++) {
    if ((own[layout.gaps + (row >> 3)]! & (1 << (row & 7))) === 0) continue;
    target[at + row] = NaN;
    seen++;
  }
  if (seen !== missing) throw damaged('missing rows are not as many as counted');
}

function fromUnits(
  values: Int8Array | Int16Array | Int32Array | Float64Array,
  unit: number,
  target: Float64Array,
  at: number,
): void {
  const factor = unitFactor(unit);
  for (let row = 0; row < values.length; row++) {
    target[at + row] = unit === DAYS ? values[row]! * DAY_MS : values[row]! / factor;
  }
}

/** Collects the dictionary of several chunks, in order of first appearance. */
export interface DictionaryMerger {
  dictionary: string[];
  /** The position of `text`, added when it is new. @throws LoamError where it may not occur */
  position(text: string): number;
}

/** A boolean's dictionary is its two labels, whatever occurs. */
export function dictionaryMerger(schema: ColumnSchema): DictionaryMerger {
  const dictionary: string[] = schema.type === 'boolean' ? [...schema.labels] : [];
  const positions = new Map(dictionary.map((text, i) => [text, i]));
  const closed = schema.type === 'boolean';
  return {
    dictionary,
    position(text) {
      const known = positions.get(text);
      if (known !== undefined) return known;
      if (closed) throw damaged('a boolean that is neither label');
      positions.set(text, dictionary.length);
      return dictionary.push(text) - 1;
    },
  };
}

/** Writes the chunk's codes to `target` from `at` on, -1 where missing. */
export function decodeTextsInto(
  bytes: Uint8Array,
  target: Int32Array,
  at: number,
  merger: DictionaryMerger,
): void {
  const header = readHeader(bytes);
  const { encoding, rows, entries } = header;
  if (encoding === ENCODING.empty) {
    target.fill(-1, at, at + rows);
    return;
  }
  if (isNumericEncoding(encoding)) throw damaged('numbers where text belongs');
  const layout = layoutOf(header);
  const own = alignedBytes(bytes);
  const texts = spanReader(own, layout, header);
  if (encoding === ENCODING.plain) {
    decodePlain(own, layout.gaps, header, texts, target, at, merger);
    return;
  }
  const positions = new Int32Array(entries + 1).fill(-1);
  const distinct = new Set<number>();
  for (let entry = 0; entry < entries; entry++) {
    const position = merger.position(texts(entry));
    distinct.add(position);
    positions[entry + 1] = position;
  }
  if (distinct.size !== entries) throw damaged('an entry occurs twice');
  const start = own.byteOffset + layout.values;
  const codes =
    encoding === ENCODING.dict8
      ? new Uint8Array(own.buffer, start, rows)
      : encoding === ENCODING.dict16
        ? new Uint16Array(own.buffer, start, rows)
        : new Uint32Array(own.buffer, start, rows);
  let missing = 0;
  for (let row = 0; row < rows; row++) {
    const code = codes[row]!;
    if (code > entries) throw damaged('a code without an entry');
    if (code === 0) missing++;
    target[at + row] = positions[code]!;
  }
  if (missing !== header.missing) throw damaged('missing rows are not as many as counted');
}

function decodePlain(
  own: Uint8Array,
  gapsAt: number,
  header: ChunkHeader,
  texts: (index: number) => string,
  target: Int32Array,
  at: number,
  merger: DictionaryMerger,
): void {
  let missing = 0;
  for (let row = 0; row < header.rows; row++) {
    if (header.missing > 0 && (own[gapsAt + (row >> 3)]! & (1 << (row & 7))) !== 0) {
      target[at + row] = -1;
      missing++;
    } else {
      target[at + row] = merger.position(texts(row));
    }
  }
  if (missing !== header.missing) throw damaged('missing rows are not as many as counted');
}

/** Checks all offsets at once; text is decoded span by span and refused where it is not UTF-8. */
function spanReader(
  own: Uint8Array,
  layout: { offsets: number; text: number },
  header: ChunkHeader,
): (index: number) => string {
  const { entries, textBytes } = header;
  const offsets = new Uint32Array(own.buffer, own.byteOffset + layout.offsets, entries + 1);
  if (offsets[0] !== 0 || offsets[entries] !== textBytes) throw damaged('offsets');
  for (let i = 0; i < entries; i++) {
    if (offsets[i]! > offsets[i + 1]!) throw damaged('offsets');
  }
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const text = own.subarray(layout.text, layout.text + textBytes);
  return (index) => {
    try {
      return decoder.decode(text.subarray(offsets[index]!, offsets[index + 1]!));
    } catch {
      throw damaged('text is not UTF-8');
    }
  };
}
