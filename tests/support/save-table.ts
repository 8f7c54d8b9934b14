/** A table as a dataset version in an object store, with chunks of any size. */
import { encodeChunk } from '../../src/core/dataset/chunk-encode';
import { CHUNK_ROWS } from '../../src/core/dataset/chunk-layout';
import type { ChunkRef, Column, DatasetManifest, Table } from '../../src/core/dataset/types';
import { linkTo } from '../../src/core/hash/digest';
import type { ObjectWriter } from '../../src/core/ports';

/** `sizes` are the rows of the first chunks; what is left goes into chunks of 65,536. */
export async function saveTable(
  table: Table,
  objects: ObjectWriter,
  sizes: readonly number[] = [],
): Promise<DatasetManifest> {
  const columns: DatasetManifest['columns'] = [];
  for (const column of table.columns) {
    const chunks: ChunkRef[] = [];
    for (let at = 0, i = 0; at < table.rows; i++) {
      const rows = Math.min(sizes[i] ?? CHUNK_ROWS, table.rows - at);
      const bytes = encodeChunk(sliceColumn(column, at, at + rows));
      chunks.push({ object: linkTo(await objects.put(bytes)), rows });
      at += rows;
    }
    columns.push({ schema: column.schema, chunks });
  }
  return { format: 'loam.dataset/1', rows: table.rows, columns };
}

function sliceColumn(column: Column, start: number, end: number): Column {
  return column.kind === 'numeric'
    ? { ...column, values: column.values.slice(start, end) }
    : { ...column, codes: column.codes.slice(start, end) };
}
