/** What the host may look into later, by number. A slot that is drawn again lets its old handles go. */
import { append, safeMap } from './primordials';

export interface HandleGroup {
  keep(value: unknown): number;
  release(): void;
}

interface Kept {
  value: unknown;
  group: HandleGroup;
}

/** Beyond these a group looks no deeper: whoever expands so much has lost the way. */
const PER_GROUP = 100_000;

export class Handles {
  readonly #kept = safeMap<number, Kept>();
  #next = 1;

  get(handle: number): Kept | undefined {
    return this.#kept.get(handle);
  }

  /** Handles that are let go together. */
  group(): HandleGroup {
    const held: number[] = [];
    const group: HandleGroup = {
      keep: (value) => {
        if (held.length >= PER_GROUP)
          throw new RangeError('too many values are kept to be looked at');
        const handle = this.#next++;
        this.#kept.set(handle, { value, group });
        append(held, handle);
        return handle;
      },
      release: () => {
        for (let i = 0; i < held.length; i++) this.#kept.delete(held[i]!);
        held.length = 0;
      },
    };
    return group;
  }
}
