/**
 * How many rows repeat an earlier one. Each row has 64 bits: the sum, over its columns, of a hash of
 * column and value, so that columns may come in any order and one may be taken out again.
 */
import { CHUNK_ROWS } from './chunk-layout';

/** The words of a missing value; no number and hardly a text has them. */
const GAP_LOW = 0x6d2b79f5;
const GAP_HIGH = 0x7ff80001;

const PART_ROWS = 16_384;

/** The lower and the upper halves of the hashes of `rows` rows, CHUNK_ROWS to a block. */
export interface RowHashBlocks {
  rows: number;
  low: Int32Array<ArrayBuffer>[];
  high: Int32Array<ArrayBuffer>[];
}

export class RowHashes {
  rows: number;
  readonly #low: Int32Array<ArrayBuffer>[];
  readonly #high: Int32Array<ArrayBuffer>[];

  /** @param blocks of another; they become its own */
  constructor({ rows, low, high }: RowHashBlocks = { rows: 0, low: [], high: [] }) {
    this.rows = rows;
    this.#low = low;
    this.#high = high;
  }

  /** What it is made of, its own memory: to go on in another thread. */
  get blocks(): RowHashBlocks {
    return { rows: this.rows, low: this.#low, high: this.#high };
  }

  /** Rows `[start, start + values.length)`, NaN where missing; `sign` -1 takes an addition back. */
  addNumbers(column: number, start: number, values: Float64Array, sign: 1 | -1 = 1): void {
    const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
    const seed = Math.imul(column + 1, 0x9e3779b9);
    this.#eachBlock(start, values.length, (low, high, at, from, count) => {
      addNumberHashes(low, high, at, words.subarray(2 * from, 2 * (from + count)), seed, sign);
    });
  }

  /** Codes name entries whose hashes are given; -1 is missing. */
  addTexts(
    column: number,
    start: number,
    codes: Int32Array,
    hashes: { low: Int32Array; high: Int32Array },
    sign: 1 | -1 = 1,
  ): void {
    const seed = Math.imul(column + 1, 0x9e3779b9);
    this.#eachBlock(start, codes.length, (low, high, at, from, count) => {
      addTextHashes(low, high, at, codes.subarray(from, from + count), hashes, seed, sign);
    });
  }

  /** What another has added. */
  addBlocks({ rows, low, high }: RowHashBlocks): void {
    this.#reach(rows);
    const add = (own: Int32Array, other: Int32Array) => {
      for (let i = 0; i < own.length; i++) own[i] = (own[i]! + other[i]!) | 0;
    };
    low.forEach((other, block) => add(this.#low[block]!, other));
    high.forEach((other, block) => add(this.#high[block]!, other));
  }

  /** Rows equal to an earlier row in every column. */
  duplicates(): number {
    // Rows are dealt by some bits of their hash, so that each part's table stays in the cache.
    let bits = 0;
    while (this.rows >> bits > PART_ROWS && bits < 12) bits++;
    const ends = new Int32Array((1 << bits) + 1);
    const shift = 31 - bits;
    this.#eachHash((low) => ends[((low >>> 1) >>> shift) + 1]!++);
    for (let part = 0; part < ends.length - 1; part++) ends[part + 1]! += ends[part]!;
    const dealt = new Int32Array(this.rows * 2);
    this.#eachHash((low, high) => {
      const at = ends[(low >>> 1) >>> shift]!++;
      dealt[2 * at] = low;
      dealt[2 * at + 1] = high;
    });
    let duplicates = 0;
    for (let part = 0, from = 0; part < ends.length - 1; part++) {
      duplicates += repeats(dealt.subarray(2 * from, 2 * ends[part]!));
      from = ends[part]!;
    }
    return duplicates;
  }

  #eachHash(visit: (low: number, high: number) => void): void {
    this.#low.forEach((low, block) => {
      const high = this.#high[block]!;
      const rows = Math.min(CHUNK_ROWS, this.rows - block * CHUNK_ROWS);
      for (let i = 0; i < rows; i++) visit(low[i]!, high[i]!);
    });
  }

  #reach(rows: number): void {
    this.rows = Math.max(this.rows, rows);
    while (this.#low.length * CHUNK_ROWS < this.rows) {
      this.#low.push(new Int32Array(CHUNK_ROWS));
      this.#high.push(new Int32Array(CHUNK_ROWS));
    }
  }

  #eachBlock(
    start: number,
    rows: number,
    add: (low: Int32Array, high: Int32Array, at: number, from: number, count: number) => void,
  ): void {
    this.#reach(start + rows);
    for (let from = 0; from < rows;) {
      const block = (start + from) >> 16;
      const at = (start + from) & 0xffff;
      const count = Math.min(rows - from, CHUNK_ROWS - at);
      add(this.#low[block]!, this.#high[block]!, at, from, count);
      from += count;
    }
  }
}

/** Stands alone, and on the words of the numbers, because it runs once per cell of a file. */
function addNumberHashes(
  low: Int32Array,
  high: Int32Array,
  at: number,
  words: Int32Array,
  seed: number,
  sign: number,
): void {
  // Negates where it is -1: a multiplication would cost more.
  const flip = sign < 0 ? -1 : 0;
  for (let i = 0; i < words.length; i += 2, at++) {
    let a = words[i]!;
    let b = words[i + 1]!;
    // Every NaN is one and the same.
    if ((b & 0x7ff00000) === 0x7ff00000 && ((b & 0xfffff) | a) !== 0) {
      a = GAP_LOW;
      b = GAP_HIGH;
    }
    a = Math.imul(a ^ seed ^ (b >>> 7), 0x85ebca6b);
    b = Math.imul(b ^ seed ^ (a >>> 15), 0xc2b2ae35);
    a ^= b >>> 13;
    low[at] = (low[at]! + (a ^ flip) - flip) | 0;
    high[at] = (high[at]! + (b ^ (b >>> 16) ^ flip) - flip) | 0;
  }
}

function addTextHashes(
  low: Int32Array,
  high: Int32Array,
  at: number,
  codes: Int32Array,
  hashes: { low: Int32Array; high: Int32Array },
  seed: number,
  sign: number,
): void {
  const { low: lows, high: highs } = hashes;
  const flip = sign < 0 ? -1 : 0;
  for (let i = 0; i < codes.length; i++, at++) {
    const code = codes[i]!;
    let a = code < 0 ? GAP_LOW : lows[code]!;
    let b = code < 0 ? GAP_HIGH : highs[code]!;
    a = Math.imul(a ^ seed ^ (b >>> 7), 0x85ebca6b);
    b = Math.imul(b ^ seed ^ (a >>> 15), 0xc2b2ae35);
    a ^= b >>> 13;
    low[at] = (low[at]! + (a ^ flip) - flip) | 0;
    high[at] = (high[at]! + (b ^ (b >>> 16) ^ flip) - flip) | 0;
  }
}

/** How many of the hashes (low, high, low, high...) came before. */
function repeats(hashes: Int32Array): number {
  let capacity = 16;
  while (capacity < hashes.length) capacity *= 2;
  const slots = new Int32Array(capacity * 2);
  const mask = capacity - 1;
  let count = 0;
  for (let i = 0; i < hashes.length; i += 2) {
    const low = hashes[i]!;
    // 0 marks an empty slot.
    const high = hashes[i + 1]! || 1;
    let slot = low & mask;
    for (;;) {
      const seen = slots[2 * slot + 1]!;
      if (seen === 0) {
        slots[2 * slot] = low;
        slots[2 * slot + 1] = high;
        break;
      }
      if (seen === high && slots[2 * slot] === low) {
        count++;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return count;
}
