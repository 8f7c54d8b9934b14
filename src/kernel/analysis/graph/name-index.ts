/** Which cells hold a name: those that declare it, or those that use it. */
export class NameIndex {
  readonly #cells = new Map<string, Set<string>>();

  cells(name: string): ReadonlySet<string> {
    return this.#cells.get(name) ?? nobody;
  }

  has(name: string): boolean {
    return this.#cells.has(name);
  }

  names(): string[] {
    return [...this.#cells.keys()];
  }

  add(name: string, cell: string): void {
    const held = this.#cells.get(name);
    if (held) held.add(cell);
    else this.#cells.set(name, new Set([cell]));
  }

  delete(name: string, cell: string): void {
    const held = this.#cells.get(name);
    held?.delete(cell);
    if (held?.size === 0) this.#cells.delete(name);
  }
}

const nobody: ReadonlySet<string> = new Set();
