import { digestOf } from '../hash/digest';

/** Ids of cells: what the document, the text file and nbformat 4.5 all allow. */
const CELL_ID = /^[A-Za-z0-9_-]{1,64}$/;
const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

export function isCellId(value: unknown): value is string {
  return typeof value === 'string' && CELL_ID.test(value);
}

/** An id out of random bytes, one character each; 10 bytes are enough for any notebook. */
export function cellIdOf(random: Uint8Array): string {
  return Array.from(random, (byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** The ids of one notebook, so that no two cells get the same. */
export class TakenIds {
  readonly #taken: Set<string>;
  /** Where counting for a wanted id goes on, so that many alike are quick. */
  readonly #next = new Map<string, number>();

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** `wanted` where it is free, else it with a number; taken from then on. */
  take(wanted: string): string {
    let n = this.#next.get(wanted) ?? 1;
    const numbered = () => (n === 1 ? wanted : `${wanted.slice(0, 56)}-${n}`);
    while (this.#taken.has(numbered())) n++;
    const id = numbered();
    this.#next.set(wanted, n + 1);
    this.#taken.add(id);
    return id;
  }

  /** For a cell that came without one: it follows from what the cell says, so that reading again gives it again. */
  takeFor(kind: string, source: string): string {
    const digest = digestOf(new TextEncoder().encode(`${kind}\n${source}`));
    return this.take(digest.slice(0, 10));
  }
}
