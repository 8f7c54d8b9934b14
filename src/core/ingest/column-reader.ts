/** What reads one column's cells out of batches of fields and gives chunks back. */
import type { ColumnProfile, ColumnSchema } from '../dataset/types';
import type { FieldBatch } from './types';

export interface ColumnReader {
  /**
   * Takes the batch's cells of column `column`. Answers how many rows it took: fewer than there are
   * means that the next one does not fit, and that the reader is of no more use.
   */
  read(batch: FieldBatch, column: number): number;
  /** Rows without a value. */
  skip(rows: number): void;
  /**
   * The buffered rows as the bytes of a chunk, profiled. The buffer is empty then.
   */
  flush(): Uint8Array;
  /**
   * The numbers of the chunk that `flush` has just given, where they are at hand as the chunk says them: NaN
   * where missing, and good until the next read.
   */
  readonly flushed?: Float64Array | null;
  /** After the last flush. */
  profile(schema: ColumnSchema, rows: number): ColumnProfile;
}

/** A buffer of at least `rows` that begins like `buffer`; small files stay small. */
export function withRoom<T extends Float64Array | Int32Array>(buffer: T, rows: number): T {
  if (rows <= buffer.length) return buffer;
  const bigger = new (buffer.constructor as new (length: number) => T)(
    Math.max(rows, buffer.length * 2),
  );
  bigger.set(buffer);
  return bigger;
}

export const FIRST_ROOM = 1024;
