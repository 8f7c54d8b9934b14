/** Who reads from whom among the cells that came along, for the schedule. */
import type { LiveCell } from '../../../deploy/notebook-page/types';
import type { Dependencies } from '../../../kernel/analysis/types';

export class PageGraph implements Dependencies {
  readonly #cells: ReadonlyMap<string, LiveCell>;
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #declarers = new Map<string, string>();

  /** @param cells each after those that it reads from */
  constructor(cells: readonly LiveCell[]) {
    this.#cells = new Map(cells.map((each) => [each.cell, each]));
    this.#ranks = new Map(cells.map(({ cell }, rank) => [cell, rank]));
    for (const { cell, declares } of cells) {
      for (const name of declares) this.#declarers.set(name, cell);
    }
  }

  inputsOf(cell: string): readonly string[] {
    const uses = this.#cells.get(cell)?.uses ?? [];
    return [...new Set(uses.flatMap((name) => this.#declarers.get(name) ?? []))];
  }

  readersOf(cell: string, names = this.#cells.get(cell)?.declares ?? []): readonly string[] {
    const readers = [...this.#cells.values()].filter(
      (each) => each.cell !== cell && each.uses.some((name) => names.includes(name)),
    );
    return readers.map((each) => each.cell);
  }

  ancestorsOf(cell: string): readonly string[] {
    return this.#reached(this.inputsOf(cell), (each) => this.inputsOf(each), cell);
  }

  dependentsOf(cell: string, names?: readonly string[]): readonly string[] {
    const first = this.readersOf(cell, names && [...names]);
    return this.#reached(first, (each) => this.readersOf(each), cell);
  }

  rankOf(cell: string): number {
    return this.#ranks.get(cell) ?? Infinity;
  }

  hasProblems(): boolean {
    return false;
  }

  #reached(
    first: readonly string[],
    next: (cell: string) => readonly string[],
    start: string,
  ): readonly string[] {
    const found = new Set(first);
    for (const each of found) for (const further of next(each)) found.add(further);
    found.delete(start);
    return [...found].sort((a, b) => this.rankOf(a) - this.rankOf(b));
  }
}
