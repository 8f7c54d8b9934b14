/** Which encoding a file's bytes are in, and those bytes as UTF-8. */
import { BlockReader } from './block-reader';
import type { IssueLog } from './issue-log';
import type { ByteSource, Encoding } from './types';
import { sequenceLength } from './utf8';

const MARKS: { encoding: Encoding; bytes: number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** The length of the byte order mark of `encoding` at the start of `head`, or 0. */
export function markLength(head: Uint8Array, encoding: Encoding): number {
  const mark = MARKS.find((candidate) => candidate.encoding === encoding);
  return mark?.bytes.every((byte, i) => head[i] === byte) ? mark.bytes.length : 0;
}

/**
 * By byte order mark; else UTF-16 where every other byte is mostly zero; else UTF-8, which holds until
 * a cell proves it wrong (see `chooseEightBit`).
 */
export function detectEncoding(head: Uint8Array): Encoding {
  for (const { encoding } of MARKS) if (markLength(head, encoding) > 0) return encoding;
  const pairs = Math.min(head.length, 4096) >> 1;
  let zeroFirst = 0;
  let zeroSecond = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) zeroFirst++;
    if (head[2 * i + 1] === 0) zeroSecond++;
  }
  if (pairs > 0 && zeroSecond > 0.4 * pairs && zeroFirst < 0.05 * pairs) return 'utf-16le';
  if (pairs > 0 && zeroFirst > 0.4 * pairs && zeroSecond < 0.05 * pairs) return 'utf-16be';
  return 'utf-8';
}

/**
 * For a file that is not well-formed UTF-8: still UTF-8 (to be read with replacement characters) where
 * sequences that can hardly be anything else are ten times as many as bytes that are wrong, else Windows-1252.
 */
export async function chooseEightBit(source: ByteSource): Promise<'utf-8' | 'windows-1252'> {
  const blocks = new BlockReader(source);
  let good = 0;
  let wrong = 0;
  let used = 0;
  while (!blocks.last) {
    await blocks.advance(used);
    const { bytes, end } = blocks;
    // A sequence that the block's edge may cut is left for the next block.
    const until = blocks.last ? end : end - 3;
    for (used = 0; used < until;) {
      const length = sequenceLength(bytes, used, end);
      if (length === 0) wrong++;
      if (length > 1) good++;
      used += length || 1;
    }
  }
  return good >= 10 * wrong && good > 0 ? 'utf-8' : 'windows-1252';
}

/** The source without its mark; `bytes` are UTF-8 as they are. */
export function withoutMark(source: ByteSource, length: number): ByteSource {
  if (length === 0) return source;
  return {
    ...source,
    async *open() {
      let left = length;
      for await (const piece of source.open()) {
        const cut = Math.min(left, piece.length);
        left -= cut;
        yield piece.subarray(cut);
      }
    },
  };
}

/** The same text in UTF-8. What cannot be read becomes U+FFFD and is noted with its line. */
export function transcoded(source: ByteSource, encoding: Encoding, issues: IssueLog): ByteSource {
  return {
    ...source,
    async *open() {
      const decoder = new TextDecoder(encoding);
      const encoder = new TextEncoder();
      let line = 1;
      const note = (text: string): void => {
        if (text.includes('\ufffd')) {
          for (let i = 0; i < text.length; i++) {
            if (text.charCodeAt(i) === 10) line++;
            if (text.charCodeAt(i) === 0xfffd) issues.note('replaced-characters', null, line);
          }
        } else for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) line++;
      };
      for await (const piece of source.open()) {
        const text = decoder.decode(piece, { stream: true });
        note(text);
        yield encoder.encode(text);
      }
      const rest = decoder.decode();
      note(rest);
      yield encoder.encode(rest);
    },
  };
}
