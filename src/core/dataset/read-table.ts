/** A dataset version to columns in memory: all rows, or only those that are asked for. */
import { LoamError } from '../errors';
import { linkDigest } from '../hash/digest';
import type { ObjectReader } from '../ports';
import {
  decodeChunk,
  decodeNumbersInto,
  decodeTextsInto,
  dictionaryMerger,
  isNumericSchema,
  readHeader,
} from './chunk-decode';
import { MAX_CHUNK_ROWS } from './chunk-layout';
import type { ChunkRef, Column, ColumnSchema, DatasetManifest, Table } from './types';

export interface ReadTableOptions {
  /** Names of the columns to read, in the order wanted; default all, as in the manifest. */
  columns?: readonly string[];
  /** An AbortSignal, or anything with its flag; an abort rejects with `cancelled`. */
  signal?: { readonly aborted: boolean };
}

type ColumnRef = DatasetManifest['columns'][number];

/** @throws LoamError `object-missing`, `object-damaged`, `columns-differ`, `cancelled` */
export async function readTable(
  manifest: DatasetManifest,
  objects: ObjectReader,
  options: ReadTableOptions = {},
): Promise<Table> {
  const wanted = wantedColumns(manifest, options.columns);
  const bytes = chunksAhead(
    wanted.flatMap(({ chunks }) => chunks),
    (chunk) => chunkBytes(chunk, objects, options.signal),
  );
  const columns: Column[] = [];
  for (const column of wanted) columns.push(await readColumn(column, manifest.rows, bytes));
  return { rows: manifest.rows, columns };
}

/** Chunks that are asked for before the one that is decoded is done with. */
const AHEAD = 4;

/** Answers the chunks one after the other, with the next ones on their way. */
function chunksAhead(
  chunks: readonly ChunkRef[],
  read: (chunk: ChunkRef) => Promise<Uint8Array>,
): () => Promise<Uint8Array> {
  const onTheWay: Promise<Uint8Array>[] = [];
  let asked = 0;
  return () => {
    while (asked < chunks.length && onTheWay.length < AHEAD) {
      const one = read(chunks[asked++]!);
      // Who never asks for it, because of an earlier one, does not hear of its failure.
      one.catch(() => undefined);
      onTheWay.push(one);
    }
    return onTheWay.shift()!;
  };
}

async function readColumn(
  { schema, chunks }: ColumnRef,
  rows: number,
  nextBytes: () => Promise<Uint8Array>,
): Promise<Column> {
  checkCounts(schema, chunks, rows);
  const column = blankColumn(schema, rows);
  const merger = dictionaryMerger(schema);
  let at = 0;
  for (const chunk of chunks) {
    const bytes = await nextBytes();
    if (column.kind === 'numeric') decodeNumbersInto(bytes, column.values, at);
    else decodeTextsInto(bytes, column.codes, at, merger);
    at += chunk.rows;
  }
  if (column.kind === 'coded') column.dictionary = merger.dictionary;
  return column;
}

export type RowSelection = { start: number; count: number } | { indices: ArrayLike<number> };

/**
 * Some rows as a table, in the order asked; only chunks that hold one of them are read. A range is
 * clipped to the rows there are; an index outside of them is missing in every column.
 */
export async function readRows(
  manifest: DatasetManifest,
  objects: ObjectReader,
  selection: RowSelection,
  options: ReadTableOptions = {},
): Promise<Table> {
  const indices = 'indices' in selection ? selection.indices : rangeOf(selection, manifest.rows);
  const columns: Column[] = [];
  for (const { schema, chunks } of wantedColumns(manifest, options.columns)) {
    checkCounts(schema, chunks, manifest.rows);
    const column = blankColumn(schema, indices.length);
    const merger = dictionaryMerger(schema);
    let first = 0;
    for (const chunk of chunks) {
      const wanted = positionsWithin(indices, first, chunk.rows);
      if (wanted.length > 0) {
        const part = decodeChunk(await chunkBytes(chunk, objects, options.signal), schema);
        pickRows(part, indices, wanted, first, column, merger.position);
      }
      first += chunk.rows;
    }
    if (column.kind === 'coded') column.dictionary = merger.dictionary;
    columns.push(column);
  }
  return { rows: indices.length, columns };
}

function rangeOf(range: { start: number; count: number }, rows: number): number[] {
  const start = Math.max(0, Math.min(range.start, rows));
  const count = Math.max(0, Math.min(range.count, rows - start));
  return Array.from({ length: count }, (_, i) => start + i);
}

function positionsWithin(indices: ArrayLike<number>, first: number, rows: number): number[] {
  const wanted: number[] = [];
  for (let i = 0; i < indices.length; i++) {
    if (indices[i]! >= first && indices[i]! < first + rows) wanted.push(i);
  }
  return wanted;
}

function pickRows(
  part: Column,
  indices: ArrayLike<number>,
  wanted: number[],
  first: number,
  into: Column,
  position: (text: string) => number,
): void {
  for (const i of wanted) {
    const row = indices[i]! - first;
    if (part.kind === 'numeric' && into.kind === 'numeric') into.values[i] = part.values[row]!;
    if (part.kind === 'coded' && into.kind === 'coded') {
      const code = part.codes[row]!;
      into.codes[i] = code < 0 ? -1 : position(part.dictionary[code]!);
    }
  }
}

function wantedColumns(manifest: DatasetManifest, names?: readonly string[]): ColumnRef[] {
  if (!names) return manifest.columns;
  return names.map((name) => {
    const column = manifest.columns.find(({ schema }) => schema.name === name);
    if (!column) throw new LoamError('columns-differ', { column: name });
    return column;
  });
}

/** Every value missing. */
function blankColumn(schema: ColumnSchema, rows: number): Column {
  return isNumericSchema(schema)
    ? { kind: 'numeric', schema, values: new Float64Array(rows).fill(NaN) }
    : { kind: 'coded', schema, codes: new Int32Array(rows).fill(-1), dictionary: [] };
}

/** Row counts are checked before anything of their size is allocated. */
function checkCounts(schema: ColumnSchema, chunks: ChunkRef[], rows: number): void {
  let sum = 0;
  for (const chunk of chunks) {
    const possible = chunk.rows >= 0 && chunk.rows <= MAX_CHUNK_ROWS && chunk.rows % 1 === 0;
    sum += possible ? chunk.rows : NaN;
  }
  if (sum === rows) return;
  throw new LoamError('object-damaged', {
    what: 'dataset manifest',
    why: `the chunks of ${schema.name} do not add up`,
  });
}

async function chunkBytes(
  chunk: ChunkRef,
  objects: ObjectReader,
  signal: ReadTableOptions['signal'],
): Promise<Uint8Array> {
  if (signal?.aborted) throw new LoamError('cancelled');
  const bytes = await objects.get(linkDigest(chunk.object));
  if (readHeader(bytes).rows === chunk.rows) return bytes;
  throw new LoamError('object-damaged', { what: 'column chunk', why: 'another count of rows' });
}
