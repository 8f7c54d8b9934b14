/**
 * One reading of a file that serves two: its pieces for the scan, its SHA-256 for the record. WebCrypto is
 * several times as fast as code but takes only whole buffers, so a file of usual size is gathered in one
 * while it is scanned; a larger one is hashed piece by piece.
 */
import type { Digest } from '../../src/core/hash/digest';
import { runningDigest } from '../../src/core/hash/running-digest';
import type { Hash } from '../../src/core/ports';
import { piecesOf } from './file-pieces';

/** Above this the file is never held whole. */
export const WHOLE_BYTES = 256 * 1024 * 1024;

export interface FileReading {
  /** The next bytes of the file, of the caller's own; null at its end. @throws LoamError `file-unreadable` */
  next(): Promise<Uint8Array | null>;
  /** Of the whole file; pieces that nobody has asked for are read then. */
  digest(): Promise<Digest>;
}

/** `whole` is the size up to which a file is gathered. */
export function readFile(file: Blob, hash: Hash, whole = WHOLE_BYTES): FileReading {
  const pieces = piecesOf(file);
  const { update, finish } = file.size <= whole ? gatheredDigest(file.size, hash) : runningDigest();
  /** Begun with the last piece, so that it is ready when the scan is; a failed reading has none. */
  let digest: Promise<Digest> | null = null;
  const end = (last: Promise<Digest>): void => {
    digest ??= last;
    digest.catch(() => undefined);
  };
  const next = async (): Promise<Uint8Array | null> => {
    try {
      const { done, value } = await pieces.next();
      if (!done) {
        update(value);
        return value;
      }
    } catch (error) {
      end(Promise.reject(error as Error));
      throw error;
    }
    if (digest === null) end(Promise.resolve(finish()));
    return null;
  };
  return {
    next,
    async digest() {
      while (digest === null) await next();
      return digest;
    },
  };
}

/** Fresh memory costs as much as hashing does: pieces are copied here once, and are themselves handed on. */
function gatheredDigest(size: number, hash: Hash) {
  const bytes = new Uint8Array(size);
  let filled = 0;
  return {
    update(piece: Uint8Array): void {
      bytes.set(piece, filled);
      filled += piece.length;
    },
    finish: (): Promise<Digest> => hash(bytes),
  };
}
