/** A file to a table and its profile, as the app imports it. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readTable } from '../../../src/core/dataset/read-table';
import type { DatasetProfile, Table } from '../../../src/core/dataset/types';
import { ingest } from '../../../src/core/ingest/ingest';
import { MemoryObjects } from '../../../tests/support/memory-objects';

export async function importFile(path: string): Promise<{ table: Table; profile: DatasetProfile }> {
  const bytes = await readFile(path);
  const source = {
    name: basename(path),
    size: bytes.byteLength,
    async *open() {
      yield bytes;
    },
  };
  const objects = new MemoryObjects();
  const { manifest, profile } = await ingest(source, {}, { writer: objects });
  return { table: await readTable(manifest, objects), profile };
}
