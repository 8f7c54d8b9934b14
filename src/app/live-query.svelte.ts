/** A query over the store whose answer stays current, also with what other tabs write. */
import { toLoamError, type LoamError } from '../core/errors';
import { live } from '../storage';

export class LiveQuery<T, Seen = unknown> {
  #value = $state.raw<T | null>(null);
  #error = $state.raw<LoamError | null>(null);
  #loaded = $state.raw(false);
  #stop: () => void;
  /** Supersedes loads under way. */
  #asked = 0;

  /**
   * @param watch reads tables of the store and awaits nothing else; runs again when they change
   * @param load makes the answer of what was read, at first and after each change; may await anything
   */
  constructor(watch: () => Promise<Seen>, load: (seen: Seen) => Promise<T>) {
    this.#stop = live(watch).subscribe(
      (seen) => void this.#load(() => load(seen)),
      (error) => (this.#error = error),
    );
  }

  /** Null until the first answer. */
  get value(): T | null {
    return this.#value;
  }

  get error(): LoamError | null {
    return this.#error;
  }

  /** False until the first answer. */
  get loaded(): boolean {
    return this.#loaded;
  }

  close(): void {
    this.#asked++;
    this.#stop();
  }

  async #load(load: () => Promise<T>): Promise<void> {
    const asked = ++this.#asked;
    try {
      const value = await load();
      if (asked !== this.#asked) return;
      this.#value = value;
      this.#error = null;
    } catch (error) {
      if (asked === this.#asked) this.#error = toLoamError(error);
    }
    this.#loaded = true;
  }
}
