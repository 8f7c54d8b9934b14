/** Clean-up: takes only what neither the log, nor a live document, nor a live lease names. */
import { removedDocuments } from '../core/log/subjects';
import { linkDigest, type Digest } from '../core/hash/digest';
import { reachable } from '../core/links/reachable';
import { namedLinks } from '../core/log/named-links';
import { writing } from './database';
import type { StorageEffects } from './effects';
import { documentLinks } from './document-links';
import { updatesOf } from './documents';
import { DAY_MS, deadLeases, dropLease } from './leases';
import { inLoamWords } from './storage-errors';
import type { WorkspaceDatabase } from './workspace-database';

export interface CollectOptions {
  /** Where there are no Web Locks: milliseconds after which a lease counts as dead. Default one day. */
  leaseAge?: number;
  /** Also lets go of what only removed records name; they can then not be restored. Default false. */
  forgetRemoved?: boolean;
}

export interface Collected {
  objects: number;
  bytes: number;
}

/** Only inside a transaction over log, objects, updates and staging, or where nobody else writes. */
export async function protectedObjects(
  database: WorkspaceDatabase,
  options: { forgetRemoved: boolean },
): Promise<Set<Digest>> {
  const entries = await database.log.toArray();
  const named = namedLinks(entries);
  const kept = options.forgetRemoved ? named.filter(({ removed }) => !removed) : named;
  const staged = await database.staging.toArray();
  const links = new Map((await database.objects.toArray()).map((row) => [row.digest, row.links]));
  const roots = [
    ...kept.map(({ link }) => linkDigest(link)),
    ...documentLinks(await database.updates.toArray(), entries, options),
    ...staged.map((row) => row.digest),
  ];
  return reachable(roots, (digest) => links.get(digest));
}

export async function collectGarbage(
  database: WorkspaceDatabase,
  effects: StorageEffects,
  { leaseAge = DAY_MS, forgetRemoved = false }: CollectOptions = {},
): Promise<Collected> {
  const dead = await inLoamWords(() => deadLeases(database, effects, leaseAge));
  const { log, objects, contents, leases, staging, updates } = database;
  const tables = [log, objects, contents, leases, staging, updates];
  return writing(database, tables, async () => {
    for (const lease of dead) await dropLease(database, lease);
    if (forgetRemoved) {
      for (const id of removedDocuments(await log.toArray()))
        await updatesOf(database, id).delete();
    }
    const kept = await protectedObjects(database, { forgetRemoved });
    const garbage = (await objects.toArray()).filter(({ digest }) => !kept.has(digest));
    const digests = garbage.map(({ digest }) => digest);
    await objects.bulkDelete(digests);
    await contents.bulkDelete(digests);
    return { objects: garbage.length, bytes: garbage.reduce((sum, { size }) => sum + size, 0) };
  });
}
