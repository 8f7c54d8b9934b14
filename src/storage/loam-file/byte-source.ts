import { LoamError } from '../../core/errors';
import { damaged } from './archive-errors';

const WINDOW_BYTES = 1024 * 1024;

/** Reads a Blob from front to back, a window at a time. */
export class ByteSource {
  readonly #file: Blob;
  #window = new Uint8Array(0);
  /** Of the window's first byte. */
  #start = 0;
  position = 0;

  constructor(file: Blob) {
    this.#file = file;
  }

  get left(): number {
    return this.#file.size - this.position;
  }

  /**
   * Exactly `n` bytes, valid until the next read.
   * @throws LoamError `archive-damaged` where the file ends before, `file-unreadable`
   */
  async read(n: number): Promise<Uint8Array> {
    if (n > this.left) throw damaged('it ends too early');
    let from = this.position - this.#start;
    if (from + n > this.#window.length) {
      const end = Math.min(this.#file.size, this.position + Math.max(n, WINDOW_BYTES));
      this.#window = await this.#slice(this.position, end);
      this.#start = this.position;
      from = 0;
    }
    this.position += n;
    return this.#window.subarray(from, from + n);
  }

  async #slice(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return new Uint8Array(await this.#file.slice(start, end).arrayBuffer());
    } catch (cause) {
      throw new LoamError('file-unreadable', {}, { cause });
    }
  }
}
