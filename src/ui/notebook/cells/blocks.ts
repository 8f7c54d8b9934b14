/**
 * A long list in blocks that are laid out, watched and painted together: the browser's work for a key then grows
 * with the blocks, not with the rows. A row stays in its block while others come, go and move, so that nothing
 * that is on the page is made anew; a block in which nothing has changed is the very same one.
 */
export interface Block<T> {
  key: number;
  /** Place of its first row in the list, from 0. */
  from: number;
  rows: T[];
}

/** Rows that come at once fill a block up to here; one that is not new stays in a block up to twice as long. */
export const FULL = 32;

export class Blocks<T> {
  readonly #blockOf = new Map<string, number>();
  #next = 0;
  #before = new Map<number, Block<T>>();

  constructor(private readonly idOf: (row: T) => string) {}

  split(rows: readonly T[]): Block<T>[] {
    const blocks: Block<T>[] = [];
    const begun = new Set<number>();
    const begin = (key: number, from: number): Block<T> => {
      const block = { key, from, rows: [] };
      begun.add(key);
      blocks.push(block);
      return block;
    };
    // What comes before all others joins the block that was first.
    const first = rows.find((row) => this.#blockOf.has(this.idOf(row)));
    if (first !== undefined) begin(this.#blockOf.get(this.idOf(first))!, 0);
    for (const [at, row] of rows.entries()) {
      const id = this.idOf(row);
      const known = this.#blockOf.get(id);
      let block = blocks[blocks.length - 1];
      if (known !== undefined && !begun.has(known)) block = begin(known, at);
      const most = known !== undefined && known === block?.key ? 2 * FULL : FULL;
      if (!block || block.rows.length >= most) block = begin(this.#next++, at);
      block.rows.push(row);
      this.#blockOf.set(id, block.key);
    }
    if (this.#blockOf.size > 2 * rows.length + FULL) this.#forget(rows);
    const same = blocks.map((block) => this.#asBefore(block));
    this.#before = new Map(same.map((block) => [block.key, block]));
    return same;
  }

  #asBefore(block: Block<T>): Block<T> {
    const before = this.#before.get(block.key);
    const isSame =
      before?.from === block.from &&
      before.rows.length === block.rows.length &&
      before.rows.every((row, i) => row === block.rows[i]);
    return isSame ? before : block;
  }

  #forget(rows: readonly T[]): void {
    const there = new Set(rows.map(this.idOf));
    for (const id of this.#blockOf.keys()) if (!there.has(id)) this.#blockOf.delete(id);
  }
}
