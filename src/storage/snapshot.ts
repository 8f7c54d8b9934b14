import { LoamError } from '../core/errors';
import { linkDigest, type Digest } from '../core/hash/digest';
import { reachable } from '../core/links/reachable';
import { namedLinks, neededDigests } from '../core/log/named-links';
import type { LogEntry } from '../core/log/types';
import { inLoamWords } from './storage-errors';
import type { WorkspaceDatabase } from './workspace-database';

/** A workspace at one moment: the log, and every object that it reaches, in order of digest. */
export interface Snapshot {
  entries: LogEntry[];
  objects: { digest: Digest; size: number }[];
}

/**
 * What only removed records name is in it where it is still here.
 * @throws LoamError `object-missing` where something else that the log reaches is not
 */
export async function takeSnapshot(database: WorkspaceDatabase): Promise<Snapshot> {
  const { log, objects } = database;
  const [entries, rows] = await inLoamWords(() =>
    database.transaction('r', [log, objects], async () => [
      await log.orderBy('seq').toArray(),
      await objects.toArray(),
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
  return {
    entries,
    objects: [...reached]
      .sort()
      .flatMap((digest) => known.get(digest) ?? [])
      .map(({ digest, size }) => ({ digest, size })),
  };
}
