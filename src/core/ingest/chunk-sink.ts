/** Where the chunks of a table go, and where its repeated rows are counted. */
import { ChunkRowHashes } from '../dataset/chunk-row-hashes';
import type { RowHashBlocks } from '../dataset/profile-rows';
import type { Digest } from '../hash/digest';
import type { ObjectWriter } from '../ports';

/** The numbers that the chunk says, where they are at hand: they are looked at within the call. */
export type ChunkValues = Float64Array | null | undefined;

export interface ChunkSink {
  /** Stores a chunk of column `column`, whose first row is `start`. The bytes may be taken away. */
  putChunk(bytes: Uint8Array, column: number, start: number, values?: ChunkValues): Promise<Digest>;
  /** A chunk with these bytes was put, but its column is made again. The bytes may be taken away. */
  takeBack(bytes: Uint8Array, column: number, start: number, values?: ChunkValues): void;
  /** Rows equal to an earlier row in every column, among all that was put and not taken back. */
  duplicates(): Promise<number>;
}

export interface LocalSink extends ChunkSink {
  /** The hashes that `duplicates` looks at, for who counts elsewhere; nothing may be put after that. */
  takeRowHashes(): RowHashBlocks;
}

export function localSink(writer: ObjectWriter): LocalSink {
  const rows = new ChunkRowHashes();
  return {
    putChunk(bytes, column, start, values) {
      if (values) rows.addNumbers(values, column, start);
      else rows.add(bytes, column, start);
      return writer.put(bytes);
    },
    takeBack(bytes, column, start, values) {
      if (values) rows.addNumbers(values, column, start, -1);
      else rows.add(bytes, column, start, -1);
    },
    duplicates: () => Promise.resolve(rows.duplicates()),
    takeRowHashes: () => rows.blocks,
  };
}
