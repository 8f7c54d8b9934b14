/**
 * A source's bytes as one growing window: pieces are joined, bytes that were used are dropped, and an LF
 * stands behind the last byte. Whoever reads sees blocks of a fixed size whatever the pieces were.
 */
import type { ByteSource } from './types';

export const BLOCK_BYTES = 1024 * 1024;

export class BlockReader {
  bytes: Uint8Array = new Uint8Array(BLOCK_BYTES + 1);
  /** Bytes in the window. */
  end = 0;
  /** Where the bytes begin that the last call of `advance` added. */
  fresh = 0;
  /** Whether the window ends where the source ends. */
  last = false;
  /** Bytes taken from the source so far. */
  taken = 0;
  readonly #pieces: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);

  constructor(source: ByteSource) {
    this.#pieces = source.open()[Symbol.asyncIterator]();
  }

  /** Drops the first `used` bytes and adds at least a block, or what is left of the source. */
  async advance(used: number): Promise<void> {
    const kept = this.end - used;
    if (kept + BLOCK_BYTES + 1 > this.bytes.length) {
      const bigger = new Uint8Array(2 * (kept + BLOCK_BYTES));
      bigger.set(this.bytes.subarray(used, this.end));
      this.bytes = bigger;
    } else this.bytes.copyWithin(0, used, this.end);
    this.end = kept;
    this.fresh = kept;
    // A record that was cut is looked at again only when the window has doubled.
    const goal = kept + Math.max(BLOCK_BYTES, Math.min(kept, this.bytes.length - 1 - kept));
    while (this.end < goal && !this.last) {
      if (this.#piece.length === 0 && !(await this.#next())) {
        this.last = true;
        break;
      }
      const part = this.#piece.subarray(0, goal - this.end);
      this.bytes.set(part, this.end);
      this.#piece = this.#piece.subarray(part.length);
      this.end += part.length;
      this.taken += part.length;
    }
    this.bytes[this.end] = 10;
  }

  /** Lets go of the source before its end. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #next(): Promise<boolean> {
    const { done, value } = await this.#pieces.next();
    if (done === true) return false;
    this.#piece = value;
    return true;
  }
}
