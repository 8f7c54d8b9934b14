/**
 * The last results of one notebook's cells as objects of the workspace, so that they are there again when it is
 * opened, and travel with it. They are written a moment after runs have ended, under a lease, and named by one
 * entry of the log that takes the place of the one before. Nothing is run to show them.
 */
import { toLoamError, type LoamError } from '../../../core/errors';
import { linkDigest, linkTo, type Link } from '../../../core/hash/digest';
import { resultsManifest, type ResultListed } from '../../../core/notebook/results-manifest';
import type { ControlValue, TableCell } from '../../../kernel/protocol';
import type { WorkspaceContext } from '../../workspace-context';
import type { CellResult, CellResults } from '../cell-results';
import { fromStored, toStored, type FromStore, type ToStore } from './store-result';
import { storedResult } from './stored-shape';
import { rowsToKeep } from './rows-to-keep';

/** After the last run has ended. */
const QUIET_MS = 800;
/** Where runs go on all the time. */
const LONGEST_WAIT_MS = 10_000;
/** Results that are read beside each other, and shown together. */
const AT_ONCE = 64;
/** No kernel counts so far: handles of tables that are kept are told apart by it. */
const FIRST_HANDLE = 2 ** 40;

export interface KeptResultsParts {
  results: CellResults;
  /** Cells of the document now. */
  cells(): readonly string[];
  /** Asks the kernel for rows of a table that was shown. */
  rows(handle: number, start: number, count: number): Promise<TableCell[][]>;
  /** Hears after each attempt what could not be kept, or null. */
  kept(error: LoamError | null): void;
}

export class KeptResults {
  readonly #waiting = new Set<string>();
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #handles = FIRST_HANDLE;
  readonly #rows = new Map<number, TableCell[][]>();
  #closed = false;

  constructor(
    private readonly context: WorkspaceContext,
    private readonly notebook: string,
    private readonly parts: KeptResultsParts,
  ) {}

  /** Puts what is kept into the results of cells that have none. Never rejects: what cannot be read is left out. */
  async load(): Promise<void> {
    const cells = new Set(this.parts.cells());
    const listed = (await this.#listed()).filter(({ cell }) => cells.has(cell));
    for (let from = 0; from < listed.length && !this.#closed; from += AT_ONCE) {
      const some = listed.slice(from, from + AT_ONCE);
      const found = await Promise.all(some.map((each) => this.#read(each).catch(() => null)));
      // In one go: the page is told once.
      some.forEach(({ cell }, i) => this.#show(cell, found[i] ?? null));
    }
  }

  /** Unless it was run meanwhile. */
  #show(cell: string, found: FromStore | null): void {
    const { results } = this.parts;
    if (!found || results.has(cell)) return;
    for (const [handle, rows] of found.rows) this.#rows.set(handle, rows);
    for (const [index, value] of Object.entries(found.controls))
      results.setControl(cell, Number(index), value);
    results.set(cell, found.result);
  }

  /** The result of this cell is to be kept as it is in a moment. */
  touched(cell: string): void {
    if (this.#waiting.size === 0) this.#since = this.context.effects.now();
    this.#waiting.add(cell);
    this.#wait();
  }

  /** Rows of a table that was kept; null for one that was not. */
  rowsOf(handle: number, start: number, count: number): TableCell[][] | null {
    return this.#rows.get(handle)?.slice(start, start + count) ?? null;
  }

  isKept(handle: number): boolean {
    return handle >= FIRST_HANDLE;
  }

  /** Keeps what waits at once. */
  async close(): Promise<void> {
    await this.#flush();
    this.#closed = true;
  }

  #wait(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const left = LONGEST_WAIT_MS - (this.context.effects.now() - this.#since);
    this.#timer = setTimeout(() => void this.#flush(), Math.max(0, Math.min(QUIET_MS, left)));
  }

  #flush(): Promise<unknown> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const cells = [...this.#waiting];
    this.#waiting.clear();
    if (cells.length > 0) {
      this.#queue = this.#queue
        .then(() => this.#keep(cells))
        .then(
          () => this.parts.kept(null),
          (error: unknown) => this.parts.kept(toLoamError(error)),
        );
    }
    return this.#queue;
  }

  async #keep(cells: readonly string[]): Promise<void> {
    const made: { cell: string; at: number; toStore: ToStore }[] = [];
    for (const cell of cells) {
      const result = this.parts.results.get(cell);
      const { origin } = result;
      // A cell that runs again is kept when that has ended.
      if (!origin) continue;
      const toStore = await this.#encode(cell, result, origin);
      made.push({ cell, at: origin.at, toStore });
    }
    if (made.length === 0) return;
    const { store } = this.context;
    const before = await this.#listed();
    await this.context.underLease(async (lease) => {
      const writer = store.writer(lease.id);
      const listed: ResultListed[] = [];
      for (const { cell, at, toStore } of made) {
        const images: Link[] = [];
        for (const image of toStore.images) images.push(linkTo(await writer.put(image)));
        const stored = { ...toStore.stored, images };
        listed.push({ cell, at: Math.floor(at), result: await store.putJson(lease.id, stored) });
      }
      const manifest = { format: 'loam.results/1', cells: this.#merged(before, listed) };
      const results = await store.putJson(lease.id, manifest);
      const op = { type: 'results-kept' as const, notebook: this.notebook, results };
      return { ops: [op], value: null };
    });
  }

  async #encode(cell: string, result: CellResult, origin: NonNullable<CellResult['origin']>) {
    const { results } = this.parts;
    const rows = await rowsToKeep(result, (...asked) => this.#ask(...asked));
    const controls: Record<number, ControlValue> = results.controls(cell);
    return toStored({ result, controls, code: origin.code, from: origin.from, rows });
  }

  async #ask(handle: number, start: number, count: number): Promise<TableCell[][]> {
    return this.rowsOf(handle, start, count) ?? (await this.parts.rows(handle, start, count));
  }

  /** Those of cells that are gone are let go. */
  #merged(before: readonly ResultListed[], now: readonly ResultListed[]): ResultListed[] {
    const there = new Set(this.parts.cells());
    const all = new Map([...before, ...now].map((each) => [each.cell, each]));
    return [...all.values()]
      .filter(({ cell }) => there.has(cell))
      .sort((a, b) => (a.cell < b.cell ? -1 : 1));
  }

  /** Also what another tab has kept meanwhile. */
  async #listed(): Promise<ResultListed[]> {
    const { store } = this.context;
    const row = await store.get('notebooks', this.notebook);
    if (!row?.results) return [];
    const manifest = await store.getJson(row.results).catch(() => null);
    return resultsManifest(manifest) ? manifest.cells : [];
  }

  async #read({ at, result }: ResultListed): Promise<FromStore | null> {
    const { store } = this.context;
    const stored = await store.getJson(result);
    if (!storedResult(stored)) return null;
    const images: Uint8Array[] = [];
    for (const image of stored.images) images.push(await store.objects.get(linkDigest(image)));
    return fromStored(stored, at, images, () => this.#handles++);
  }
}
