/** A file's bytes as UTF-8, whatever it is encoded in, by the same rules as an import. */
import { LoamError } from '../../core/errors';
import { BlockReader } from '../../core/ingest/block-reader';
import {
  chooseEightBit,
  detectEncoding,
  markLength,
  transcoded,
  withoutMark,
} from '../../core/ingest/encoding';
import { IssueLog } from '../../core/ingest/issue-log';
import { notText } from '../../core/ingest/not-text';
import type { Head } from '../../core/ingest/sample-records';
import type { ByteSource, Encoding } from '../../core/ingest/types';
import { isUtf8 } from '../../core/ingest/utf8';

export interface OpenedText {
  /** UTF-8 without a byte order mark. */
  source: ByteSource;
  encoding: Encoding;
  /** Whether the file began with a byte order mark. */
  hasMark: boolean;
  head: Head;
}

async function headOf(source: ByteSource): Promise<Head> {
  const blocks = new BlockReader(source);
  await blocks.advance(0);
  await blocks.close();
  return { bytes: blocks.bytes, end: blocks.end, whole: blocks.last };
}

async function isAllUtf8(source: ByteSource, breathe: () => Promise<void>): Promise<boolean> {
  const blocks = new BlockReader(source);
  try {
    let used = 0;
    while (!blocks.last) {
      await blocks.advance(used);
      await breathe();
      // A sequence that the block's edge may cut is left for the next block.
      used = blocks.last ? blocks.end : blocks.end - 3;
      while (!blocks.last && used > 0 && (blocks.bytes[used]! & 0xc0) === 0x80) used--;
      if (!isUtf8(blocks.bytes, 0, used)) return false;
    }
    return true;
  } finally {
    await blocks.close();
  }
}

/**
 * @param breathe awaited now and then; may throw to stop
 * @throws LoamError `file-empty` or `file-not-text`
 */
export async function openText(
  file: ByteSource,
  breathe: () => Promise<void>,
): Promise<OpenedText> {
  const first = await headOf(file);
  const start = first.bytes.subarray(0, first.end);
  if (first.end === 0) throw new LoamError('file-empty', { name: file.name });
  let encoding = detectEncoding(start);
  const mark = markLength(start, encoding);
  if (encoding === 'utf-8') {
    const kind = notText(start);
    if (kind) throw new LoamError('file-not-text', { name: file.name, looksLike: kind });
    if (!(await isAllUtf8(file, breathe))) encoding = await chooseEightBit(file);
  }
  // Bytes of a file that is nearly UTF-8 stay as they are.
  const source =
    encoding === 'utf-8' ? withoutMark(file, mark) : transcoded(file, encoding, new IssueLog());
  return { source, encoding, hasMark: mark > 0, head: await headOf(source) };
}
