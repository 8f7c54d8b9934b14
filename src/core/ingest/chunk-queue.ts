/** Chunks on their way to the store: scanning goes on while they are written, up to a bound. */
import { linkTo, type Link } from '../hash/digest';
import type { ChunkSink, ChunkValues } from './chunk-sink';

const MOST_BYTES_UNDER_WAY = 24 * 1024 * 1024;

export class ChunkQueue {
  #underWay = 0;
  readonly #pending = new Set<Promise<void>>();
  #failure: { error: unknown } | null = null;

  constructor(readonly sink: ChunkSink) {}

  /**
   * The sink may take the bytes away, and looks at the values (see ColumnReader.flushed) now. `stored` is called
   * with the chunk's link, before `drain` settles.
   */
  add(
    bytes: Uint8Array,
    column: number,
    start: number,
    values: ChunkValues,
    stored: (link: Link) => void,
  ): void {
    const { length } = bytes;
    this.#underWay += length;
    const put = this.sink.putChunk(bytes, column, start, values).then(
      (digest) => stored(linkTo(digest)),
      (error: unknown) => {
        this.#failure ??= { error };
      },
    );
    const tracked: Promise<void> = put.then(() => {
      this.#underWay -= length;
      this.#pending.delete(tracked);
    });
    this.#pending.add(tracked);
  }

  takeBack(bytes: Uint8Array, column: number, start: number, values: ChunkValues): void {
    this.sink.takeBack(bytes, column, start, values);
  }

  get full(): boolean {
    return this.#underWay > MOST_BYTES_UNDER_WAY || this.#failure !== null;
  }

  /** Settles when there is room for more. @throws what the sink threw */
  async room(): Promise<void> {
    while (this.#underWay > MOST_BYTES_UNDER_WAY && !this.#failure) {
      await Promise.race(this.#pending);
    }
    this.#check();
  }

  /** Settles when everything is stored. @throws what the sink threw */
  async drain(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    this.#check();
  }

  #check(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
