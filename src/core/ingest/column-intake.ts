/**
 * One column on its way from cells to chunks. It speculates on the first cells: numbers, dates, or text.
 * Text takes everything; numbers and dates stop at the first cell that does not fit, and the column is
 * then read a second time as text, so that every cell keeps what the file says. Integers that turn out
 * to be numbers, and text that turns out to be a category or a boolean, need no second time: chunks do
 * not say which of them they are.
 */
import { encodeEmpty } from '../dataset/chunk-encode';
import type { ChunkRef, ColumnType } from '../dataset/types';
import type { Link } from '../hash/digest';
import { columnKind } from './cell-kind';
import type { ChunkQueue } from './chunk-queue';
import type { ColumnReader } from './column-reader';
import { IssueLog } from './issue-log';
import { makeReader, readerKind, type ReaderContext, type ReaderKind } from './make-reader';
import { NumberReader } from './number-reader';
import { TextReader } from './text-reader';
import type { FieldBatch } from './types';

export interface IntakeContext extends ReaderContext {
  queue: ChunkQueue;
}

export class ColumnIntake {
  /** Null while only missing cells have been seen. */
  reader: ColumnReader | null = null;
  /** A cell did not fit: the column must be read again. */
  broken = false;
  chunks: ChunkRef[] = [];
  /** Bytes of all chunks. */
  bytes = 0;
  firstChunk: Uint8Array | null = null;
  /** Rows in the buffer while there is no reader. */
  #waiting = 0;
  /** The second time: makes the chunks of the first time again, to take them back. */
  #shadow: { reader: ColumnReader; chunks: number } | null = null;

  constructor(
    readonly index: number,
    readonly name: string,
    readonly forced: ColumnType | null,
    readonly context: IntakeContext,
  ) {
    if (forced === 'number' || forced === 'integer') {
      this.reader = new NumberReader({ name, comma: true, forced }, context.issues);
    } else if (forced !== null) this.reader = new TextReader(context.odd);
  }

  take(batch: FieldBatch): void {
    if (this.broken) return;
    if (this.index >= batch.width) {
      this.skip(batch.rows);
      return;
    }
    if (this.reader === null) {
      const kind = columnKind(batch, this.index, this.context.comma);
      if (kind === 'missing') {
        this.#waiting += batch.rows;
        return;
      }
      this.speculate(kind);
    }
    this.#shadow?.reader.read(batch, this.index);
    if (this.reader!.read(batch, this.index) === batch.rows) return;
    this.broken = true;
    this.context.issues.drop('infinite', this.name);
  }

  /** Rows without a value. */
  skip(rows: number): void {
    if (this.broken) return;
    if (this.reader === null) this.#waiting += rows;
    else {
      this.reader.skip(rows);
      this.#shadow?.reader.skip(rows);
    }
  }

  /** Settles what to read the column as, unless that is settled already. */
  speculate(kind: ReaderKind): void {
    if (this.reader !== null) return;
    this.reader = makeReader(kind, this.name, this.context);
    for (const { rows } of this.chunks) {
      this.reader.skip(rows);
      this.reader.flush();
    }
    this.reader.skip(this.#waiting);
    this.#waiting = 0;
  }

  /** Starts over with another reader, for a second time through the file. */
  restart(reader: ColumnReader): void {
    if (this.reader !== null) {
      const muted = { ...this.context, issues: new IssueLog() };
      const again = makeReader(readerKind(this.reader), this.name, muted);
      this.#shadow = { reader: again, chunks: this.chunks.length };
    }
    this.reader = reader;
    this.broken = false;
    this.chunks = [];
    this.bytes = 0;
    this.firstChunk = null;
  }

  /** The buffered rows become a chunk; the first of them is row `start`. */
  flush(start: number, rows: number): void {
    if (this.broken) return;
    const { queue } = this.context;
    if (this.#shadow) {
      if (this.chunks.length < this.#shadow.chunks) {
        const { reader } = this.#shadow;
        queue.takeBack(reader.flush(), this.index, start, reader.flushed);
      } else this.#shadow = null;
    }
    let bytes: Uint8Array;
    if (this.reader === null) {
      bytes = encodeEmpty(rows);
      this.#waiting = 0;
    } else bytes = this.reader.flush();
    // A copy: the queue's writer may take the bytes away.
    this.firstChunk ??= bytes.slice();
    this.bytes += bytes.length;
    const chunk: ChunkRef = { object: '' as Link, rows };
    this.chunks.push(chunk);
    queue.add(bytes, this.index, start, this.reader?.flushed, (link) => {
      chunk.object = link;
    });
  }
}
