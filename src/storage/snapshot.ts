import { LoamError } from '../core/errors';
import { linkDigest, type Digest } from '../core/hash/digest';
import { reachable } from '../core/links/reachable';
import { documentsOf } from '../core/log/subjects';
import { namedLinks, neededDigests } from '../core/log/named-links';
import type { LogEntry } from '../core/log/types';
import { inLoamWords } from './storage-errors';
import type { WorkspaceDatabase } from './workspace-database';

/** A workspace at one moment: the log, and what it reaches. */
export interface Snapshot {
  entries: LogEntry[];
  /** In order of digest. */
  objects: { digest: Digest; size: number }[];
  /** In order of id; those without any update are left out. */
  documents: { id: string; updates: Uint8Array[] }[];
}

/**
 * What only removed records name is in it where it is still here.
 * @throws LoamError `object-missing` where something else that the log reaches is not
 */
export async function takeSnapshot(database: WorkspaceDatabase): Promise<Snapshot> {
  const { log, objects, updates } = database;
  const [entries, rows, pieces] = await inLoamWords(() =>
    database.transaction('r', [log, objects, updates], async () => [
      await log.orderBy('seq').toArray(),
      await objects.toArray(),
      await updates.orderBy('[doc+seq]').toArray(),
    ]),
  );
  const known = new Map(rows.map((row) => [row.digest, row]));
  const linksOf = (digest: Digest) => known.get(digest)?.links;
  const named = namedLinks(entries);
  for (const digest of neededDigests(named, linksOf)) {
    if (!known.has(digest)) throw new LoamError('object-missing', { digest });
  }
  const reached = reachable(
    named.map(({ link }) => linkDigest(link)),
    linksOf,
  );
  const live = documentsOf(entries);
  const documents: Snapshot['documents'] = [];
  for (const { doc, bytes } of pieces) {
    if (!live.has(doc)) continue;
    if (documents.at(-1)?.id !== doc) documents.push({ id: doc, updates: [] });
    documents.at(-1)!.updates.push(bytes);
  }
  return {
    documents,
    entries,
    objects: [...reached]
      .sort()
      .flatMap((digest) => known.get(digest) ?? [])
      .map(({ digest, size }) => ({ digest, size })),
  };
}
