/**
 * A file to a dataset version: detect how it is written, read it once into typed chunks, and read those
 * columns again whose type did not hold. Chunks go to the sink while the file is still being read;
 * those of an attempt that was given up are left to its lease.
 */
import { LoamError } from '../errors';
import { BlockReader } from './block-reader';
import { ChunkQueue } from './chunk-queue';
import { localSink, type ChunkSink } from './chunk-sink';
import type { ObjectWriter } from '../ports';
import { chooseEightBit, detectEncoding, markLength, transcoded, withoutMark } from './encoding';
import { IssueLog } from './issue-log';
import { notText } from './not-text';
import { planReading, type ReadingPlan } from './reading-plan';
import { TableIntake } from './table-intake';
import type { OddCells } from './text-reader';
import type { ByteSource, Encoding, Ingested, ReadOptions } from './types';
import { isUtf8Text } from './utf8';

export interface IngestEffects {
  writer: ObjectWriter;
  /** Default: stores with the writer and counts rows here. */
  sink?: ChunkSink;
  /** An AbortSignal, or anything with its flag. */
  signal?: { readonly aborted: boolean };
  /** Share of the file read, 0 to 1; it may fall back when a second pass turns out to be needed. */
  progress?(done: number, label: string): void;
  /** Awaited after every block (1 MiB): the place to let messages in. Default: nothing. */
  pause?(): Promise<void> | void;
}

/** A cell was not UTF-8: how the file is encoded must be decided again. */
class NotUtf8 extends Error {}

/**
 * @throws LoamError `file-empty`, `file-no-rows`, `file-not-text`, `file-unbalanced-quote`,
 * `file-cell-too-long`, `file-not-json`, `file-too-many-columns`, `cancelled`, and what the sink throws
 */
export async function ingest(
  source: ByteSource,
  options: ReadOptions,
  effects: IngestEffects,
): Promise<Ingested> {
  const blocks = new BlockReader(source);
  await blocks.advance(0);
  await blocks.close();
  const head = blocks.bytes.subarray(0, blocks.end);
  const encoding = options.encoding ?? detectEncoding(head);
  const text = head.subarray(markLength(head, encoding));
  if (text.every((byte) => byte <= 32 && byte !== 0)) throw new LoamError('file-empty');
  const kind = encoding.startsWith('utf-16') ? null : notText(head);
  if (kind !== null) throw new LoamError('file-not-text', { looksLike: kind });
  const utf8 = withoutMark(source, head.length - text.length);
  try {
    const open = encoding === 'utf-8' ? () => utf8 : transcoder(source, encoding);
    return await readText(open, encoding, options, effects);
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    const other = options.encoding ?? (await chooseEightBit(utf8));
    return readText(transcoder(source, other), other, options, effects);
  }
}

/** A way to the file's text in UTF-8; what could not be read is noted in the log. */
type OpenText = (issues: IssueLog) => ByteSource;

const transcoder =
  (source: ByteSource, encoding: Encoding): OpenText =>
  (issues) =>
    transcoded(source, encoding, issues);

/** @throws NotUtf8 where the head is not */
async function planFrom(
  text: ByteSource,
  encoding: Encoding,
  options: ReadOptions,
  issues: IssueLog,
): Promise<ReadingPlan> {
  const blocks = new BlockReader(text);
  try {
    for (;;) {
      await blocks.advance(0);
      const { bytes, end, last: whole } = blocks;
      // A character that the end of the head cuts proves nothing.
      const certain = whole ? end : Math.max(0, bytes.lastIndexOf(10, end - 1));
      if (!isUtf8Text(bytes.subarray(0, certain))) throw new NotUtf8();
      const plan = planReading(text.name, { bytes, end, whole }, encoding, options, issues);
      if (plan) return plan;
      if (whole) throw new LoamError('file-no-rows', { columns: 0 });
    }
  } finally {
    await blocks.close();
  }
}

async function readText(
  open: OpenText,
  encoding: Encoding,
  options: ReadOptions,
  effects: IngestEffects,
): Promise<Ingested> {
  const issues = new IssueLog();
  const plan = await planFrom(open(new IssueLog()), encoding, options, issues);
  const sink = effects.sink ?? localSink(effects.writer);
  const queue = new ChunkQueue(sink);
  const odd: OddCells = {
    notUtf8() {
      throw new NotUtf8();
    },
    zeros: plan.zeros,
  };
  const context = { issues, queue, comma: plan.comma, odd };
  const table = new TableIntake(plan.scanner(issues).names, options.types ?? {}, context);
  plan.kinds.forEach((kind, i) => kind !== 'missing' && table.columns[i]!.speculate(kind));
  try {
    await readRows(open(issues), plan, table, issues, effects, 'Reading the file');
    if (table.rows === 0) throw new LoamError('file-no-rows', { columns: table.columns.length });
    if (table.restart()) {
      const again = new IssueLog();
      await readRows(open(again), plan, table, again, effects, 'Reading some columns again');
    }
  } catch (error) {
    // What is under way is waited for, so that nothing is written after the answer.
    await queue.drain().catch(() => undefined);
    throw error;
  }
  if (odd.zeros) await noteZeroBytes(open(new IssueLog()), issues);
  // Rows are counted and columns summed up while the last chunks, whose links the manifest takes, are stored.
  const duplicates = sink.duplicates();
  duplicates.catch(() => undefined);
  const { manifest, columns, preview } = table.finish();
  await queue.drain();
  const duplicateRows = await duplicates;
  const profile = { format: 'loam.profile/1' as const, rows: table.rows, duplicateRows, columns };
  const { reading } = plan;
  return { manifest, profile, bytes: table.bytes, reading, preview, issues: issues.finish() };
}

async function readRows(
  text: ByteSource,
  plan: ReadingPlan,
  table: TableIntake,
  issues: IssueLog,
  { signal, progress, pause }: IngestEffects,
  label: string,
): Promise<void> {
  const { queue } = table.context;
  const scanner = plan.scanner(issues);
  const blocks = new BlockReader(text);
  let skip = plan.skip;
  try {
    while (!blocks.last) {
      await blocks.advance(scanner.position);
      scanner.position = 0;
      if (signal?.aborted) throw new LoamError('cancelled');
      const { bytes, end, last } = blocks;
      while (scanner.scan(bytes, end, last, skip || table.room) > 0) {
        if (skip > 0) {
          skip = 0;
          issues.drop('ragged-rows', null);
          continue;
        }
        if (scanner.names.length > table.columns.length) table.addColumns(scanner.names);
        table.take(scanner.batch);
        if (queue.full) await queue.room();
      }
      progress?.(text.size > 0 ? Math.min(1, blocks.taken / text.size) : 1, label);
      await pause?.();
    }
    scanner.finish();
    table.end();
  } finally {
    await blocks.close();
  }
}

/** NUL bytes are text like any other, but hardly ever meant. */
async function noteZeroBytes(text: ByteSource, issues: IssueLog): Promise<void> {
  let line = 1;
  let before = 0;
  for await (const piece of text.open()) {
    for (const byte of piece) {
      if (byte === 13 || (byte === 10 && before !== 13)) line++;
      if (byte === 0) issues.note('nul-bytes', null, line);
      before = byte;
    }
  }
}
