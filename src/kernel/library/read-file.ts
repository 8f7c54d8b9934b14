/** A file that a person handed to a cell: read in the cage, by the same code that imports files. */
import { blobPieces } from '../../core/ingest/blob-pieces';
import { readTable } from '../../core/dataset/read-table';
import { LoamError } from '../../core/errors';
import { digestOf, type Digest } from '../../core/hash/digest';
import { ingest } from '../../core/ingest/ingest';
import { explain } from '../../core/messages';
import { frameOf, type Frame } from './frame';
import { LoamArgumentError } from './refuse';
import { MOST_CELLS } from './source';

/** @throws LoamArgumentError where the file cannot be read as a table, or holds too many cells */
export async function readFile(file: Blob, name: string): Promise<Frame> {
  const kept = new Map<Digest, Uint8Array>();
  const objects = {
    put: (bytes: Uint8Array) => {
      const digest = digestOf(bytes);
      kept.set(digest, bytes.slice());
      return Promise.resolve(digest);
    },
    get: (digest: Digest) => {
      const bytes = kept.get(digest);
      if (!bytes) return Promise.reject(new LoamError('object-missing', { digest }));
      return Promise.resolve(bytes);
    },
    has: (digest: Digest) => Promise.resolve(kept.has(digest)),
  };
  try {
    const source = { name, size: file.size, open: () => blobPieces(file) };
    const { manifest } = await ingest(source, {}, { writer: objects });
    if (manifest.rows * manifest.columns.length > MOST_CELLS) {
      throw new LoamArgumentError(
        `loam.data: “${name}”`,
        `has ${manifest.rows} rows of ${manifest.columns.length} columns, more than a cell can hold; import it on the Data page, then read parts of it.`,
      );
    }
    return frameOf(await readTable(manifest, objects));
  } catch (error) {
    if (!(error instanceof LoamError)) throw error;
    const { what, todo } = explain(new LoamError(error.code, { name, ...error.facts }));
    throw new LoamArgumentError('loam.data:', `${what} ${todo}`);
  }
}
