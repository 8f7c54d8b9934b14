/** Addresses in the module's memory, handed out from the bottom up, and what lies there from the start. */

/** The first addresses stay empty, so that 0 can mean nothing. */
const BOTTOM = 1024;
const ALIGNMENT = 64;
/** Loads of whole fours and panels may reach past the end of an array. */
const SLACK = 64;

/** Rows of one batch at `at`, `pitch` bytes apart. */
export interface Matrix {
  at: number;
  /** A multiple of 16. */
  pitch: number;
  /** Per row. */
  values: number;
}

export class Room {
  #end = BOTTOM;
  #scratch = 0;
  readonly #placed: { at: number; words: Uint32Array }[] = [];

  /** Bytes handed out so far. */
  get bytes(): number {
    return this.#end;
  }

  /** What a thread needs for itself at most. */
  get scratchBytes(): number {
    return this.#scratch;
  }

  /** Address of `bytes` bytes, zeros at first. */
  take(bytes: number): number {
    const at = this.#end;
    this.#end = Math.ceil((at + bytes + SLACK) / ALIGNMENT) * ALIGNMENT;
    return at;
  }

  matrix(rows: number, values: number): Matrix {
    const pitch = pitchOf(values);
    return { at: this.take(rows * pitch), pitch, values };
  }

  /** Address of words that lie there before training begins. */
  place(words: Uint32Array): number {
    const at = this.take(words.byteLength);
    this.#placed.push({ at, words });
    return at;
  }

  /** Lets every thread have this much for itself, the same for all who ask. */
  needScratch(bytes: number): void {
    this.#scratch = Math.max(this.#scratch, bytes);
  }

  /** Writes what was placed. */
  fill(memory: WebAssembly.Memory): void {
    for (const { at, words } of this.#placed) {
      new Uint32Array(memory.buffer, at, words.length).set(words);
    }
  }
}

/**
 * Bytes from one row to the next: whole fours of values, and no multiple of 512, since columns of such a
 * matrix would share a few sets of the cache.
 */
export function pitchOf(values: number): number {
  const pitch = Math.ceil(values / 4) * 16;
  return pitch % 512 === 0 ? pitch + 64 : pitch;
}
