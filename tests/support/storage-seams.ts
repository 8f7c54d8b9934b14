/** Seams below Dexie's tables, to break a database at any step and to count what is read from it. */
import type {
  DBCore,
  DBCoreMutateRequest,
  DBCoreMutateResponse,
  DBCoreTable,
  Middleware,
  PromiseExtended,
} from 'dexie';

function wrapTables(name: string, wrap: (table: DBCoreTable) => DBCoreTable): Middleware<DBCore> {
  return {
    stack: 'dbcore',
    name,
    level: 3,
    create: (core) => ({ ...core, table: (of) => wrap(core.table(of)) }),
  };
}

export class Crash extends Error {
  override readonly name = 'Crash';
}

/**
 * Breaks at one step, a step being a request to the database: before it is made (`before`), after it has
 * been made (`after`), or by the browser aborting the transaction for want of space (`full`).
 */
export class Breaker {
  /** Steps seen since `arm`. */
  steps = 0;
  #at = Infinity;
  #how: 'before' | 'after' | 'full' = 'before';

  arm(at: number, how: 'before' | 'after' | 'full'): void {
    this.steps = 0;
    this.#at = at;
    this.#how = how;
  }

  get struck(): boolean {
    return this.steps >= this.#at;
  }

  async #step<T>(work: () => PromiseLike<T>, trans: unknown): Promise<T> {
    const now = ++this.steps === this.#at;
    if (now && this.#how === 'before') throw new Crash();
    const value = await work();
    if (now && this.#how === 'after') throw new Crash();
    if (now) (trans as { _abort(name: string): void })._abort('QuotaExceededError');
    return value;
  }

  readonly middleware = wrapTables('breaker', (table) => ({
    ...table,
    mutate: (request: DBCoreMutateRequest) =>
      this.#step<DBCoreMutateResponse>(
        () => table.mutate(request),
        request.trans,
      ) as PromiseExtended<DBCoreMutateResponse>,
    getMany: (request) =>
      this.#step<unknown[]>(() => table.getMany(request), request.trans) as PromiseExtended<
        unknown[]
      >,
    get: (request) => this.#step<unknown>(() => table.get(request), request.trans),
  }));
}

/** Counts the rows that leave the database, by table. */
export class ReadCounter {
  readonly rows = new Map<string, number>();

  get total(): number {
    return [...this.rows.values()].reduce((sum, n) => sum + n, 0);
  }

  #add(table: string, rows: number): void {
    this.rows.set(table, (this.rows.get(table) ?? 0) + rows);
  }

  readonly middleware = wrapTables('read-counter', (table) => ({
    ...table,
    get: async (request) => {
      this.#add(table.name, 1);
      return (await table.get(request)) as unknown;
    },
    getMany: async (request) => {
      this.#add(table.name, request.keys.length);
      const rows = await table.getMany(request);
      return rows;
    },
    query: async (request) => {
      const answer = await table.query(request);
      if (request.values) this.#add(table.name, answer.result.length);
      return answer;
    },
    openCursor: async (request) => {
      this.#add(table.name, 1_000_000);
      const cursor = await table.openCursor(request);
      return cursor;
    },
  }));
}
