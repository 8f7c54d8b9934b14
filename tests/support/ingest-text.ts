/** Runs the importer over text or bytes in memory, cut wherever a test likes. */
import { rowsOf } from '../../src/core/dataset/cell';
import { readTable } from '../../src/core/dataset/read-table';
import type { Cell, ColumnSchema, Table } from '../../src/core/dataset/types';
import { ingest, type IngestEffects } from '../../src/core/ingest/ingest';
import type { ByteSource, Ingested, ReadOptions } from '../../src/core/ingest/types';
import { MemoryObjects } from './memory-objects';

export interface IngestedText extends Ingested {
  table: Table;
  objects: MemoryObjects;
  schemas: ColumnSchema[];
  cells: Cell[][];
}

/** `cuts` are the lengths of the first pieces; what is left comes as one. */
export function sourceOf(
  content: string | Uint8Array,
  name = 'data.csv',
  cuts: readonly number[] = [],
): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    size: bytes.length,
    async *open() {
      let at = 0;
      for (const cut of cuts) {
        yield bytes.slice(at, at + cut);
        at = Math.min(bytes.length, at + cut);
      }
      yield bytes.slice(at);
    },
  };
}

export async function ingestText(
  content: string | Uint8Array,
  options: ReadOptions = {},
  how: {
    name?: string;
    cuts?: readonly number[];
    effects?: Partial<IngestEffects>;
  } = {},
): Promise<IngestedText> {
  const objects = new MemoryObjects();
  const source = sourceOf(content, how.name, how.cuts);
  const result = await ingest(source, options, {
    writer: objects,
    ...how.effects,
  });
  const table = await readTable(result.manifest, objects);
  return {
    ...result,
    table,
    objects,
    schemas: table.columns.map((column) => column.schema),
    cells: rowsOf(table.columns, 0, table.rows),
  };
}
