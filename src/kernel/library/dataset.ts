/**
 * A table that never changes: a version of the workspace, or rows that a cell has made of one. Its columns and
 * the number of its rows are known at once; whatever reads rows is asynchronous.
 */
import type { Send, LoamDeps } from './call';
import { described, plainColumns, rowsOf, type Frame, type Row, type Value } from './frame';
import { derive, join, sort, where } from './frame-steps';
import { columns as columnsOf, filled, oneOf, options, refuse, text, whole } from './refuse';
import { rollup, type Aggregate } from './rollup';
import { memorySource, savedSource, type Source } from './source';
import type { DataColumn, DataFacts } from './verbs';

export interface DatasetDeps extends LoamDeps {
  send: Send;
}

interface Known {
  /** Id, where it is a whole version of the workspace. */
  id: string | null;
  name: string | null;
  version: number | null;
  columns: readonly DataColumn[];
  origin: Origin;
}

/** Where rows come from, for the record of what is saved. */
export interface Origin {
  /** Ids of the dataset versions. */
  from: readonly string[];
  /** Columns that code made. */
  made: readonly string[];
}

/** Of a file that a person gave: raw rows. */
export const RAW: Origin = { from: [], made: [] };

const HEAD = 10;

export class Dataset {
  readonly #deps: DatasetDeps;
  readonly #source: Source;
  readonly #known: Known;

  constructor(deps: DatasetDeps, source: Source, known: Known) {
    this.#deps = deps;
    this.#source = source;
    this.#known = known;
  }

  /** Id of the dataset version; null for rows that are not saved. */
  get id(): string | null {
    return this.#known.id;
  }
  /** Null for rows that are not saved. */
  get name(): string | null {
    return this.#known.name;
  }
  get version(): number | null {
    return this.#known.version;
  }
  get rows(): number {
    return this.#source.rows;
  }
  get columns(): readonly DataColumn[] {
    return this.#known.columns;
  }
  get columnNames(): string[] {
    return this.columns.map(({ name }) => name);
  }

  head(n: number = HEAD): Steps {
    whole('head: n', n, 0, Number.MAX_SAFE_INTEGER);
    return this.#then(() => this.#source.read(this.columnNames, 0, n), this.#known.origin);
  }

  select(names: string | readonly string[]): Steps {
    const kept = columnsOf('select: columns', names, this.columnNames);
    return new Steps(
      Promise.resolve(
        new Dataset(this.#deps, this.#source, {
          id: null,
          name: null,
          version: null,
          columns: kept.map((name) => this.columns.find((each) => each.name === name)!),
          origin: this.#known.origin,
        }),
      ),
    );
  }

  where(test: (row: Row, index: number) => unknown): Steps {
    return this.#then(async () => where(await this.#frame(), test), this.#known.origin);
  }

  derive(columns: Record<string, (row: Row, index: number) => unknown>): Steps {
    const { from, made } = this.#known.origin;
    const names = Object.keys(columns ?? {});
    return this.#then(async () => derive(await this.#frame(), columns), {
      from,
      made: [...made, ...names],
    });
  }

  sort(by: string | readonly string[], o?: { descending?: boolean }): Steps {
    const { descending = false } = options('sort: options', o, ['descending']);
    columnsOf('sort: by', by, this.columnNames);
    return this.#then(
      async () => sort(await this.#frame(), by, { descending: descending === true }),
      this.#known.origin,
    );
  }

  join(
    other: Dataset | Steps,
    on: string | readonly string[],
    o?: { keep?: 'all' | 'matched' },
  ): Steps {
    const { keep = 'all' } = options('join: options', o, ['keep']);
    const kept = oneOf('join: keep', keep, ['all', 'matched']);
    columnsOf('join: on', on, this.columnNames);
    const joined = async () => {
      const right: unknown = await other;
      if (!(right instanceof Dataset))
        return refuse('join: other', 'is no Dataset; give what loam.data answers.');
      const frame = join(await this.#frame(), await right.#frame(), on, kept);
      const { from, made } = this.#known.origin;
      // What stands in another table is not in the raw rows either.
      const added = frame.columns.map(({ name }) => name).slice(this.columnNames.length);
      const origin = { from: [...from, ...right.#known.origin.from], made: [...made, ...added] };
      return frameDataset(this.#deps, frame, origin);
    };
    return new Steps(joined());
  }

  rollup(
    o: { by?: string | readonly string[] } & Record<
      string,
      Aggregate | string | readonly string[] | undefined
    >,
  ): Steps {
    const { from } = this.#known.origin;
    const rolled = async () => madeDataset(this.#deps, rollup(await this.#frame(), o), from);
    return new Steps(rolled());
  }

  /** All rows as objects; date-times are Dates, missing is null. */
  async toRows(): Promise<Row[]> {
    return rowsOf(await this.#frame());
  }

  /** The values of one column, in the order of the rows. */
  async values(name: string): Promise<Value[]> {
    const [column] = columnsOf('values: column', name, this.columnNames);
    const frame = await this.#source.read([column!], 0, this.rows);
    return frame.columns[0]?.values ?? [];
  }

  /** As an Arquero table. */
  async table(): Promise<unknown> {
    const { columns } = await this.#frame();
    return this.#deps.aq.table(
      Object.fromEntries(columns.map(({ name, values }) => [name, values])),
    );
  }

  /** Waits for a press, then saves the rows as the next version under that name. */
  async save(name: string, note = ''): Promise<Dataset> {
    const named = filled('save: name', name, 'the name of the dataset');
    text('save: note', note);
    const frame = await this.#frame();
    if (frame.rows === 0) refuse('save', 'is given no rows; there is nothing to save.');
    const facts = await this.#deps.send('save-dataset', {
      name: named,
      note,
      columns: plainColumns(frame),
      rows: frame.rows,
      from: [...new Set(this.#known.origin.from)],
      made: this.columnNames.filter((column) => this.#known.origin.made.includes(column)),
    });
    return savedDataset(this.#deps, facts);
  }

  #frame(): Promise<Frame> {
    return this.#source.read(this.columnNames, 0, this.rows);
  }

  #then(work: () => Promise<Frame>, origin: Origin): Steps {
    return new Steps(work().then((frame) => frameDataset(this.#deps, frame, origin)));
  }
}

/** Work on rows under way: await it, or go on with the next step. */
export class Steps implements PromiseLike<Dataset> {
  readonly #dataset: Promise<Dataset>;

  constructor(dataset: Promise<Dataset>) {
    this.#dataset = dataset;
    // A step that nobody awaits fails where the next one does.
    dataset.catch(() => undefined);
  }

  then<A = Dataset, B = never>(
    done?: ((dataset: Dataset) => A | PromiseLike<A>) | null,
    failed?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#dataset.then(done, failed);
  }

  head(...a: Parameters<Dataset['head']>): Steps {
    return this.#next((dataset) => dataset.head(...a));
  }
  select(...a: Parameters<Dataset['select']>): Steps {
    return this.#next((dataset) => dataset.select(...a));
  }
  where(...a: Parameters<Dataset['where']>): Steps {
    return this.#next((dataset) => dataset.where(...a));
  }
  derive(...a: Parameters<Dataset['derive']>): Steps {
    return this.#next((dataset) => dataset.derive(...a));
  }
  sort(...a: Parameters<Dataset['sort']>): Steps {
    return this.#next((dataset) => dataset.sort(...a));
  }
  join(...a: Parameters<Dataset['join']>): Steps {
    return this.#next((dataset) => dataset.join(...a));
  }
  rollup(...a: Parameters<Dataset['rollup']>): Steps {
    return this.#next((dataset) => dataset.rollup(...a));
  }
  toRows(): Promise<Row[]> {
    return this.#dataset.then((dataset) => dataset.toRows());
  }
  values(name: string): Promise<Value[]> {
    return this.#dataset.then((dataset) => dataset.values(name));
  }
  table(): Promise<unknown> {
    return this.#dataset.then((dataset) => dataset.table());
  }
  save(...a: Parameters<Dataset['save']>): Promise<Dataset> {
    return this.#dataset.then((dataset) => dataset.save(...a));
  }

  #next(step: (dataset: Dataset) => Steps): Steps {
    return new Steps(this.#dataset.then(step));
  }
}

export function savedDataset(deps: DatasetDeps, facts: DataFacts): Dataset {
  const { id, name, version, columns } = facts;
  const origin = { from: [id], made: [] };
  return new Dataset(deps, savedSource(deps.send, facts), { id, name, version, columns, origin });
}

export function frameDataset(deps: DatasetDeps, frame: Frame, origin: Origin): Dataset {
  const known = { id: null, name: null, version: null, columns: described(frame), origin };
  return new Dataset(deps, memorySource(frame), known);
}

/** Rows of which code made every column. */
export function madeDataset(
  deps: DatasetDeps,
  frame: Frame,
  from: readonly string[] = [],
): Dataset {
  return frameDataset(deps, frame, { from, made: frame.columns.map(({ name }) => name) });
}
