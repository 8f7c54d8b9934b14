/** The cells as the screens see them, made anew once for all that happens within one task. */
import type { CellView } from './types';

export class CellViews {
  #list = $state.raw<readonly CellView[]>([]);
  readonly #views = new Map<string, CellView>();
  /** Cells whose view is to be made anew, and whether their order is. */
  readonly #touched = new Set<string>();
  #reordered = true;
  #waiting = false;

  /** @param make answers null for a cell that is not there */
  constructor(
    private readonly order: () => readonly string[],
    private readonly make: (cell: string) => CellView | null,
  ) {}

  /** In the order of the page. */
  get list(): readonly CellView[] {
    return this.#list;
  }

  /** As it was shown last. */
  get(cell: string): CellView | undefined {
    return this.#views.get(cell);
  }

  touch(cell: string): void {
    this.#touched.add(cell);
    this.#soon();
  }

  reorder(): void {
    this.#reordered = true;
    this.#soon();
  }

  remove(cell: string): void {
    this.#views.delete(cell);
    this.reorder();
  }

  publish(): void {
    this.#waiting = false;
    const touched = [...this.#touched];
    this.#touched.clear();
    if (touched.length === 0 && !this.#reordered) return;
    this.#reordered = false;
    for (const cell of touched) {
      const view = this.make(cell);
      if (view) this.#views.set(cell, view);
    }
    this.#list = this.order().flatMap((cell) => this.#views.get(cell) ?? []);
  }

  #soon(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    queueMicrotask(() => this.publish());
  }
}
