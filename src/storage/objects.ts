/** How immutable bytes are kept, and reading them: every read verifies. */
import { LoamError } from '../core/errors';
import { linkDigest, type Digest } from '../core/hash/digest';
import { linksOfObject } from '../core/links/links-in';
import type { ObjectReader } from '../core/ports';
import type { StorageEffects } from './effects';
import { INLINE_BELOW, type ContentRow, type ObjectRow } from './schema';
import { inLoamWords } from './storage-errors';
import type { WorkspaceDatabase } from './workspace-database';

export interface ObjectRows {
  object: ObjectRow;
  content: ContentRow;
}

/** The rows that hold an object. Copies `bytes`. */
export function objectRows(digest: Digest, bytes: Uint8Array): ObjectRows {
  const content =
    bytes.length < INLINE_BELOW
      ? { digest, bytes: bytes.slice() }
      : { digest, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) };
  const links = linksOfObject(bytes).map(linkDigest);
  return { object: { digest, size: bytes.length, links }, content };
}

/** Null where the browser has lost the file behind a Blob. */
export async function contentBytes(row: ContentRow): Promise<Uint8Array | null> {
  if (row.bytes) return row.bytes;
  try {
    return new Uint8Array(await row.blob.arrayBuffer());
  } catch {
    return null;
  }
}

export function objectReader(database: WorkspaceDatabase, effects: StorageEffects): ObjectReader {
  return {
    async get(digest) {
      const content = await inLoamWords(() => database.contents.get(digest));
      if (!content) throw new LoamError('object-missing', { digest });
      const bytes = await contentBytes(content);
      if (!bytes || (await effects.hash(bytes)) !== digest) {
        throw new LoamError('object-damaged', { digest });
      }
      return bytes;
    },
    async has(digest) {
      const known = await inLoamWords(() => database.objects.get(digest));
      return known !== undefined && !known.damaged;
    },
  };
}
