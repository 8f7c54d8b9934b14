/**
 * One reading of a file that serves two: its pieces for the scan, its SHA-256 for the record. WebCrypto is
 * several times as fast as code but takes only whole buffers, so a file of usual size is gathered in one
 * and hashed while it is scanned; a larger one is hashed piece by piece.
 */
import type { Digest } from '../../src/core/hash/digest';
import { runningDigest } from '../../src/core/hash/running-digest';
import type { Hash } from '../../src/core/ports';
import { piecesOf } from './file-pieces';

/** Above this the file is never held whole. */
export const WHOLE_BYTES = 256 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

export interface FileReading {
  /** The next bytes of the file, of the caller's own; null at its end. @throws LoamError `file-unreadable` */
  next(): Promise<Uint8Array | null>;
  /** Of the whole file; pieces that nobody has asked for are read then. */
  digest(): Promise<Digest>;
}

/** `whole` is the size up to which a file is gathered. */
export function readFile(file: Blob, hash: Hash, whole = WHOLE_BYTES): FileReading {
  return file.size <= whole ? gathered(file, hash) : inPieces(file);
}

function gathered(file: Blob, hash: Hash): FileReading {
  const bytes = new Uint8Array(file.size);
  let filled = 0;
  let served = 0;
  let wake: () => void = () => undefined;
  let more = new Promise<void>((resolve) => (wake = resolve));
  const digest = (async () => {
    for await (const piece of piecesOf(file)) {
      bytes.set(piece, filled);
      filled += piece.length;
      wake();
      more = new Promise((resolve) => (wake = resolve));
    }
    return hash(bytes);
  })();
  // Whoever waits for a piece is told of the failure, too.
  digest.catch(() => wake());
  return {
    async next() {
      // Taken at once: the next caller does not wait for this one.
      const from = served;
      served = Math.min(from + PIECE_BYTES, bytes.length);
      const to = served;
      if (from === to) return null;
      while (filled < to) await Promise.race([more, digest]);
      return bytes.slice(from, to);
    },
    digest: () => digest,
  };
}

function inPieces(file: Blob): FileReading {
  const pieces = piecesOf(file);
  const digest = runningDigest();
  const next = async (): Promise<Uint8Array | null> => {
    const { done, value } = await pieces.next();
    if (done) return null;
    digest.update(value);
    return value;
  };
  return {
    next,
    async digest() {
      while ((await next()) !== null);
      return digest.finish();
    },
  };
}
