/** The file to score, as a source of bytes that may be read several times. */
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { Digest } from '../../../core/hash/digest';
import type { ByteSource } from '../../scoring/types';
import { Ending, EXIT } from './exit-codes';

const PIECE_BYTES = 1 << 20;

function unreadable(name: string, error: unknown): Ending {
  const reason = error instanceof Error ? error.message : String(error);
  return new Ending(EXIT.input, `${name} cannot be read: ${reason}`, { cause: error });
}

async function* pieces(name: string, handle: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  let at = 0;
  while (at < size) {
    const piece = new Uint8Array(Math.min(PIECE_BYTES, size - at));
    const { bytesRead } = await handle.read(piece, 0, piece.length, at).catch((error: unknown) => {
      throw unreadable(name, error);
    });
    if (bytesRead === 0) throw new Ending(EXIT.input, `${name} became shorter while it was read`);
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

export interface InputFile {
  source: ByteSource;
  /** Of all its bytes; reads the file once. */
  digest(): Promise<Digest>;
  close(): Promise<void>;
}

/** What is appended later is not read. @throws Ending where there is no such file; reading throws Endings too */
export async function openInput(name: string): Promise<InputFile> {
  let handle: FileHandle;
  let size: number;
  try {
    handle = await open(name, 'r');
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error('it is not a file');
    size = stats.size;
  } catch (error) {
    throw unreadable(name, error);
  }
  const source: ByteSource = { name, size, open: () => pieces(name, handle, size) };
  return {
    source,
    async digest() {
      const hash = createHash('sha256');
      for await (const piece of source.open()) hash.update(piece);
      return hash.digest('hex') as Digest;
    },
    close: () => handle.close(),
  };
}
