/**
 * Distinct byte spans with their positions, in order of first appearance: a hash table over one arena,
 * so that a cell becomes a code without a string. Each entry also has a hash of 64 bits in two words,
 * the same for the same bytes everywhere.
 */
import type { TextSpans } from '../dataset/chunk-encode';
import { textHash } from '../dataset/text-hash';

export class ByteDictionary {
  count = 0;
  #arena = new Uint8Array(1024);
  #offsets = new Int32Array(65);
  #low = new Int32Array(64);
  #high = new Int32Array(64);
  /** Entry plus 1, or 0. */
  #slots = new Int32Array(128);
  readonly #hash = new Int32Array(2);

  /** Bytes of all entries. */
  get bytes(): number {
    return this.#offsets[this.count]!;
  }

  /** Valid until the next `find`. */
  get spans(): TextSpans {
    return { offsets: this.#offsets.subarray(0, this.count + 1), bytes: this.#arena };
  }

  get hashes(): { low: Int32Array; high: Int32Array } {
    return { low: this.#low, high: this.#high };
  }

  /** The position of `bytes[start..end)`; `count` has grown where it is new. */
  find(bytes: Uint8Array, start: number, end: number): number {
    let h = end - start;
    for (let i = start; i < end; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193);
    h ^= h >>> 15;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const offsets = this.#offsets;
    const arena = this.#arena;
    let slot = h & mask;
    let entry = 0;
    while ((entry = slots[slot]!) !== 0) {
      let at = offsets[entry - 1]!;
      if (offsets[entry]! - at === end - start) {
        let i = start;
        while (i < end && bytes[i] === arena[at]) {
          i++;
          at++;
        }
        if (i === end) return entry - 1;
      }
      slot = (slot + 1) & mask;
    }
    return this.#insert(bytes, start, end, slot);
  }

  clear(): void {
    this.count = 0;
    this.#slots.fill(0);
  }

  #insert(bytes: Uint8Array, start: number, end: number, slot: number): number {
    const entry = this.count++;
    const at = this.#offsets[entry]!;
    const to = at + end - start;
    if (to > this.#arena.length) this.#arena = grown(this.#arena, to);
    if (entry === this.#low.length) {
      this.#low = grown(this.#low, entry + 1);
      this.#high = grown(this.#high, entry + 1);
      this.#offsets = grown(this.#offsets, entry + 2);
    }
    this.#arena.set(bytes.subarray(start, end), at);
    this.#offsets[entry + 1] = to;
    textHash(bytes, start, end, this.#hash);
    this.#low[entry] = this.#hash[0]!;
    this.#high[entry] = this.#hash[1]!;
    this.#slots[slot] = entry + 1;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return entry;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.count; entry++) {
      const start = this.#offsets[entry]!;
      const end = this.#offsets[entry + 1]!;
      let h = end - start;
      for (let i = start; i < end; i++) h = Math.imul(h ^ this.#arena[i]!, 0x01000193);
      h ^= h >>> 15;
      let slot = h & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.#slots = slots;
  }
}

function grown<T extends Uint8Array | Int32Array>(array: T, atLeast: number): T {
  const bigger = new (array.constructor as new (length: number) => T)(
    Math.max(array.length * 2, atLeast),
  );
  bigger.set(array);
  return bigger;
}
