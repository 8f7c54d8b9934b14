/**
 * A reading as the importer's source. The importer looks at the head several times and then reads on: what
 * it has seen of the head is kept for it; for a second pass the file is opened again.
 */
import type { ByteSource } from '../../src/core/ingest/types';
import { piecesOf } from './file-pieces';
import type { FileReading } from './file-reading';

const MOST_KEPT = 16 * 1024 * 1024;
/** Pieces asked for before they are needed: the other thread is busy with chunks at times. */
const AHEAD = 16;

export function readingSource(file: Blob, name: string, reading: FileReading): ByteSource {
  let kept: Uint8Array[] | null = [];
  let keptBytes = 0;
  const asked: Promise<Uint8Array | null>[] = [];

  function next(): Promise<Uint8Array | null> {
    while (asked.length < AHEAD) {
      const piece = reading.next();
      piece.catch(() => undefined);
      asked.push(piece);
    }
    return asked.shift()!;
  }

  async function* open(): AsyncGenerator<Uint8Array> {
    if (kept === null) {
      yield* piecesOf(file);
      return;
    }
    for (let i = 0; ; i++) {
      const known: Uint8Array | undefined = kept?.[i];
      const piece = known ?? (await next());
      if (piece === null) return;
      if (!known && kept !== null) {
        keptBytes += piece.length;
        if (keptBytes <= MOST_KEPT) kept.push(piece);
        else kept = null;
      }
      yield piece;
    }
  }

  return { name, size: file.size, open };
}
