/** Batches of rows to the chunks and the profile of a whole table. */
import { CHUNK_ROWS } from '../dataset/chunk-layout';
import { decodeChunk } from '../dataset/chunk-decode';
import { rowsOf } from '../dataset/cell';
import type { Cell, ColumnProfile, ColumnType, DatasetManifest } from '../dataset/types';
import { ColumnIntake, type IntakeContext } from './column-intake';
import { secondReader, settledSchema } from './settle-column';
import type { FieldBatch } from './types';
import { TextProfiler } from '../dataset/profile-texts';

const PREVIEW_ROWS = 100;
/** Buffers of very wide tables hold fewer rows. */
const BUFFERED_CELLS = 16 * 1024 * 1024;
const LEAST_CHUNK_ROWS = 1024;

export class TableIntake {
  rows = 0;
  readonly columns: ColumnIntake[] = [];
  /** Those that take part: all the first time, few the second. */
  #active: ColumnIntake[] = [];
  readonly #chunkRows: number;
  #buffered = 0;

  constructor(
    names: readonly string[],
    readonly types: Readonly<Record<string, ColumnType>>,
    readonly context: IntakeContext,
  ) {
    let rows = CHUNK_ROWS;
    while (rows > LEAST_CHUNK_ROWS && rows * names.length > BUFFERED_CELLS) rows /= 2;
    this.#chunkRows = rows;
    this.addColumns(names);
  }

  /** Columns that appear late are missing in the rows before. `names` are all names so far. */
  addColumns(names: readonly string[]): void {
    for (let index = this.columns.length; index < names.length; index++) {
      const name = names[index]!;
      const forced = Object.hasOwn(this.types, name) ? this.types[name]! : null;
      const column = new ColumnIntake(index, name, forced, this.context);
      for (let start = 0; start < this.rows; start += this.#chunkRows) {
        column.skip(this.#chunkRows);
        column.flush(start, this.#chunkRows);
      }
      column.skip(this.#buffered);
      this.columns.push(column);
      this.#active.push(column);
    }
  }

  /** How many rows the next batch may have. */
  get room(): number {
    return this.#chunkRows - this.#buffered;
  }

  take(batch: FieldBatch): void {
    for (const column of this.#active) column.take(batch);
    this.#buffered += batch.rows;
    if (this.room === 0) this.#flush();
  }

  /** After the last row. */
  end(): void {
    if (this.#buffered > 0) this.#flush();
  }

  #flush(): void {
    for (const column of this.#active) column.flush(this.rows, this.#buffered);
    this.rows += this.#buffered;
    this.#buffered = 0;
  }

  /** Gets ready for a second time through the file. Answers whether one is needed. */
  restart(): boolean {
    this.#active = this.columns.filter((column) => {
      const reader = secondReader(column);
      if (reader) column.restart(reader);
      return reader !== null;
    });
    if (this.#active.length > 0) this.rows = 0;
    return this.#active.length > 0;
  }

  /** After the last time through the file. */
  finish(): { manifest: DatasetManifest; columns: ColumnProfile[]; preview: Cell[][] } {
    const { rows, context } = this;
    const schemas = this.columns.map((column) => settledSchema(column));
    const columns = this.columns.map((column, i) => {
      const schema = schemas[i]!;
      const profile = column.reader?.profile(schema, rows) ?? blankProfile(column.name, rows);
      if (profile.missing === rows) context.issues.note('all-missing', column.name);
      return profile;
    });
    const shown = Math.min(rows, PREVIEW_ROWS);
    const first = this.columns.map((column, i) => decodeChunk(column.firstChunk!, schemas[i]!));
    return {
      manifest: {
        format: 'loam.dataset/1',
        rows,
        columns: this.columns.map(({ chunks }, i) => ({ schema: schemas[i]!, chunks })),
      },
      columns,
      preview: rowsOf(first, 0, shown),
    };
  }

  get bytes(): number {
    return this.columns.reduce((sum, column) => sum + column.bytes, 0);
  }
}

function blankProfile(name: string, rows: number): ColumnProfile {
  return new TextProfiler().finish(name, 'category', rows);
}
