/** Which cell is chosen, and whether one writes in it. Cells lend their elements, so that focus can follow. */
import { tick } from 'svelte';

export interface CellHandle {
  /** The whole cell takes the focus. */
  choose(): void;
  /** The text does. */
  write(): void;
  goTo(line: number): void;
}

export class CellCursor {
  #chosen = $state.raw<string | null>(null);
  #writing = $state.raw(false);
  readonly #handles = new Map<string, CellHandle>();

  get chosen(): string | null {
    return this.#chosen;
  }
  get writing(): boolean {
    return this.#writing;
  }

  /** @returns takes it back */
  lend(cell: string, handle: CellHandle): () => void {
    this.#handles.set(cell, handle);
    return () => {
      if (this.#handles.get(cell) === handle) this.#handles.delete(cell);
    };
  }

  /** The focus came to the cell by itself: by a press, or by Tab. */
  entered(cell: string, writing: boolean): void {
    this.#chosen = cell;
    this.#writing = writing;
  }

  async choose(cell: string): Promise<void> {
    this.entered(cell, false);
    await tick();
    this.#handles.get(cell)?.choose();
  }

  async write(cell: string): Promise<void> {
    this.entered(cell, true);
    await tick();
    this.#handles.get(cell)?.write();
  }

  async goTo(cell: string, line: number): Promise<void> {
    this.entered(cell, true);
    await tick();
    this.#handles.get(cell)?.goTo(line);
  }
}
