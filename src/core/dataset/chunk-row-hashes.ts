/** The row hashes of a table from the bytes of its chunks, as they are written. */
import { decodeNumbersInto, readHeader } from './chunk-decode';
import { ENCODING, layoutOf, type ChunkHeader } from './chunk-layout';
import { RowHashes, type RowHashBlocks } from './profile-rows';
import { textHash } from './text-hash';

export class ChunkRowHashes {
  readonly #rows = new RowHashes();
  /** Used again for every chunk: fresh memory costs more than decoding does. */
  #values = new Float64Array(0);

  /** `start` is the chunk's first row; `sign` -1 takes an addition of the same rows back. */
  add(bytes: Uint8Array, column: number, start: number, sign: 1 | -1 = 1): void {
    const header = readHeader(bytes);
    if (header.encoding >= ENCODING.dict8) {
      const { codes, low, high } = textHashes(bytes, header);
      this.#rows.addTexts(column, start, codes, { low, high }, sign);
    } else {
      if (this.#values.length < header.rows) this.#values = new Float64Array(header.rows);
      const values = this.#values.subarray(0, header.rows);
      decodeNumbersInto(bytes, values, 0);
      this.#rows.addNumbers(column, start, values, sign);
    }
  }

  /** The same of numbers that the chunk says, NaN where missing: without decoding it. */
  addNumbers(values: Float64Array, column: number, start: number, sign: 1 | -1 = 1): void {
    this.#rows.addNumbers(column, start, values, sign);
  }

  /** What another has added, of other columns of the same rows. */
  addBlocks(blocks: RowHashBlocks): void {
    this.#rows.addBlocks(blocks);
  }

  /** Of all rows so far; not a copy. */
  get blocks(): RowHashBlocks {
    return this.#rows.blocks;
  }

  /** Rows equal to an earlier row in every column. */
  duplicates(): number {
    return this.#rows.duplicates();
  }
}

/** Of chunks that were just made, so that their text need not be checked. */
function textHashes(
  bytes: Uint8Array,
  header: ChunkHeader,
): { codes: Int32Array; low: Int32Array; high: Int32Array } {
  const { encoding, rows, entries, missing } = header;
  const layout = layoutOf(header);
  const own = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const offsets = new Uint32Array(own.buffer, own.byteOffset + layout.offsets, entries + 1);
  const low = new Int32Array(entries);
  const high = new Int32Array(entries);
  const hash = new Int32Array(2);
  for (let entry = 0; entry < entries; entry++) {
    textHash(own, layout.text + offsets[entry]!, layout.text + offsets[entry + 1]!, hash);
    low[entry] = hash[0]!;
    high[entry] = hash[1]!;
  }
  const codes = new Int32Array(rows);
  if (encoding === ENCODING.plain) {
    for (let row = 0; row < rows; row++) {
      const gap = missing > 0 && (own[layout.gaps + (row >> 3)]! & (1 << (row & 7))) !== 0;
      codes[row] = gap ? -1 : row;
    }
  } else {
    const at = own.byteOffset + layout.values;
    const stored =
      encoding === ENCODING.dict8
        ? new Uint8Array(own.buffer, at, rows)
        : encoding === ENCODING.dict16
          ? new Uint16Array(own.buffer, at, rows)
          : new Uint32Array(own.buffer, at, rows);
    for (let row = 0; row < rows; row++) codes[row] = stored[row]! - 1;
  }
  return { codes, low, high };
}
