/** What the host may look into later, by number. A slot that is drawn again lets its old handles go. */
import { safeMap, append } from './primordials';

export class Handles {
  readonly #values = safeMap<number, unknown>();
  #next = 1;

  get(handle: number): unknown {
    return this.#values.get(handle);
  }

  has(handle: number): boolean {
    return this.#values.has(handle);
  }

  /** A holder of handles that are let go together. */
  group(): HandleGroup {
    const held: number[] = [];
    const values = this.#values;
    return {
      keep: (value) => {
        const handle = this.#next++;
        values.set(handle, value);
        append(held, handle);
        return handle;
      },
      release() {
        for (let i = 0; i < held.length; i++) values.delete(held[i]!);
        held.length = 0;
      },
    };
  }
}

export interface HandleGroup {
  keep(value: unknown): number;
  release(): void;
}
