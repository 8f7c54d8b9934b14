const SHORT = 128;
const ASCII = 127;

/** Bytes and texts put together as UTF-8, growing as needed. */
export class ByteSink {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;
  readonly #encoder = new TextEncoder();

  /** `bytes[from..to)`; all of them where that is not said. */
  add(bytes: Uint8Array, from = 0, to = bytes.length): void {
    const length = to - from;
    if (length <= 0) return;
    this.#reserve(length);
    const into = this.#bytes;
    // Below so many bytes a loop is faster than a call.
    if (length > SHORT) into.set(bytes.subarray(from, to), this.#length);
    else for (let at = this.#length, i = from; i < to; i++) into[at++] = bytes[i]!;
    this.#length += length;
  }

  addText(text: string): void {
    const { length } = text;
    this.#reserve(length * 3);
    const into = this.#bytes;
    const start = this.#length;
    if (length <= SHORT) {
      let i = 0;
      for (; i < length; i++) {
        const unit = text.charCodeAt(i);
        if (unit > ASCII) break;
        into[start + i] = unit;
      }
      if (i === length) {
        this.#length += length;
        return;
      }
    }
    this.#length += this.#encoder.encodeInto(text, into.subarray(start)).written;
  }

  /** What was added since the last call; it belongs to the caller. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const bigger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bigger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bigger;
  }
}
