/** Where cells stand on the page, and the order that they run in: each after those it reads from, else as they stand. */

interface Reading {
  /** All code cells. */
  cells(): Iterable<string>;
  inputsOf(cell: string): readonly string[];
}

export class CellOrder {
  readonly #places = new Map<string, number>();
  #ranks: Map<string, number> | null = null;

  constructor(private readonly reading: Reading) {}

  /** Last on the page, where it has no place yet. */
  add(cell: string): void {
    if (!this.#places.has(cell)) this.#places.set(cell, this.#places.size);
  }

  /** @param cells the page from top to bottom; cells that are not code may be among them */
  arrange(cells: readonly string[]): void {
    this.#places.clear();
    cells.forEach((cell, place) => this.#places.set(cell, place));
    this.#ranks = null;
  }

  /** Who reads from whom is another now. */
  readingChanged(): void {
    this.#ranks = null;
  }

  /** What the page calls it: "cell 3". */
  label(cell: string): string {
    return `cell ${(this.#places.get(cell) ?? 0) + 1}`;
  }

  byPlace(cells: Iterable<string>): string[] {
    return [...cells].sort((a, b) => this.#place(a) - this.#place(b));
  }

  /** As they run; all of them cells of code. */
  byRank(cells: Iterable<string>): string[] {
    const some = [...cells];
    if (some.length < 2) return some;
    const ranks = this.ranks();
    return some.sort((a, b) => ranks.get(a)! - ranks.get(b)!);
  }

  /** From the top of the page, each cell right after the inputs that it still waits for. */
  ranks(): ReadonlyMap<string, number> {
    if (this.#ranks) return this.#ranks;
    const ranks = new Map<string, number>();
    const entered = new Set<string>();
    for (const first of this.byPlace(this.reading.cells())) {
      // A stack, as a chain of cells may be longer than calls can be deep.
      const stack = [first];
      while (stack.length > 0) {
        const cell = stack[stack.length - 1]!;
        const waits = entered.has(cell)
          ? []
          : this.byPlace(this.reading.inputsOf(cell)).filter((each) => !entered.has(each));
        entered.add(cell);
        if (waits.length > 0) {
          stack.push(...waits.reverse());
        } else {
          stack.pop();
          if (!ranks.has(cell)) ranks.set(cell, ranks.size);
        }
      }
    }
    return (this.#ranks = ranks);
  }

  #place(cell: string): number {
    return this.#places.get(cell) ?? this.#places.size;
  }
}
