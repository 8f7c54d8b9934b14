/** The rows of a table that lives in the cage: asked for page by page, as they come into view. */
import type { ShownTable, TableCell } from '../../../app/notebook/shelf-types';

type Ask = (handle: number, start: number, count: number) => Promise<TableCell[][]>;

const PAGE = 100;
/** So many at once when all are wanted. */
const STRETCH = 5000;

export class TablePages {
  #pages = $state.raw<ReadonlyMap<number, TableCell[][]>>(new Map());
  #failed = $state.raw(false);
  readonly #asked = new Set<number>();

  constructor(
    readonly table: ShownTable,
    private readonly ask: Ask,
  ) {}

  /** The cage no longer has it: what was seen stays, the rest needs another run. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Undefined until its page has come; asks for that page. */
  row(index: number): TableCell[] | undefined {
    const first = this.table.first[index];
    if (first) return first;
    const page = Math.floor(index / PAGE);
    const found = this.#pages.get(page)?.[index - page * PAGE];
    if (!found && !this.#asked.has(page) && !this.#failed) {
      this.#asked.add(page);
      void this.#fetch(page);
    }
    return found;
  }

  /** The first `most` rows, whole. */
  async take(most: number): Promise<TableCell[][]> {
    const wanted = Math.min(most, this.table.rows);
    const rows = this.table.first.slice(0, wanted);
    while (rows.length < wanted) {
      const next = await this.ask(
        this.table.handle,
        rows.length,
        Math.min(STRETCH, wanted - rows.length),
      );
      if (next.length === 0) break;
      rows.push(...next);
    }
    return rows;
  }

  async #fetch(page: number): Promise<void> {
    try {
      const rows = await this.ask(this.table.handle, page * PAGE, PAGE);
      this.#pages = new Map(this.#pages).set(page, rows);
    } catch {
      this.#failed = true;
    }
  }
}
