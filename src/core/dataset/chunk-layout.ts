/** Where things stand in a column chunk; the prose is FORMAT.md. */
export const CHUNK_ROWS = 65_536;
export const MAX_CHUNK_ROWS = 1_048_576;

export const MAGIC = 0x3143434c;
export const HEADER_BYTES = 32;

export const ENCODING = {
  empty: 0,
  int8: 1,
  int16: 2,
  int32: 3,
  float64: 4,
  dict8: 5,
  dict16: 6,
  dict32: 7,
  plain: 8,
} as const;

export type Encoding = (typeof ENCODING)[keyof typeof ENCODING];

/** Bytes per row of the values or codes section; 0 where there is none. */
export const ROW_BYTES = [0, 1, 2, 4, 8, 1, 2, 4, 0] as const;

/** Integers count tenths (1), hundredths (2) ... billionths (9), or days in milliseconds; 0 is ones. */
export const DAYS = 10;
const UNIT_FACTORS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const;

/** A value times this is its integer, for units 0 to 9. */
export function unitFactor(unit: number): number {
  return UNIT_FACTORS[unit] ?? NaN;
}

export interface ChunkHeader {
  encoding: Encoding;
  rows: number;
  missing: number;
  /** Dictionary entries, texts, or the unit of integers. */
  entries: number;
  textBytes: number;
}

/** Byte positions of the sections; -1 where the encoding has none. */
export interface ChunkLayout {
  offsets: number;
  text: number;
  values: number;
  gaps: number;
  total: number;
}

export function isNumericEncoding(encoding: Encoding): boolean {
  return encoding >= ENCODING.int8 && encoding <= ENCODING.float64;
}

export function isIntegerEncoding(encoding: Encoding): boolean {
  return encoding >= ENCODING.int8 && encoding <= ENCODING.int32;
}

export function isDictionaryEncoding(encoding: Encoding): boolean {
  return encoding >= ENCODING.dict8 && encoding <= ENCODING.dict32;
}

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

export function layoutOf(header: ChunkHeader): ChunkLayout {
  const { encoding, rows, missing, entries, textBytes } = header;
  const layout: ChunkLayout = { offsets: -1, text: -1, values: -1, gaps: -1, total: HEADER_BYTES };
  const place = (bytes: number): number => {
    const at = layout.total;
    layout.total += aligned(bytes);
    return at;
  };
  if (encoding >= ENCODING.dict8) {
    layout.offsets = place(4 * (entries + 1));
    layout.text = place(textBytes);
  }
  const width = ROW_BYTES[encoding];
  if (width > 0) layout.values = place(width * rows);
  if (missing > 0 && (isNumericEncoding(encoding) || encoding === ENCODING.plain)) {
    layout.gaps = place(Math.ceil(rows / 8));
  }
  return layout;
}

/** A zeroed chunk of the right size with its header written. */
export function allocateChunk(header: ChunkHeader, layout: ChunkLayout): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(layout.total);
  const words = new Uint32Array(bytes.buffer, 0, HEADER_BYTES / 4);
  words[0] = MAGIC;
  words[1] = header.encoding;
  words[2] = header.rows;
  words[3] = header.missing;
  words[4] = header.entries;
  words[5] = header.textBytes;
  return bytes;
}
