/** The one place where something becomes a fact: all in one transaction, or not at all. */
import { LoamError } from '../core/errors';
import { linkDigest, type Digest } from '../core/hash/digest';
import { keptLinks, operationLinks } from '../core/links/operation-links';
import { makeEntry } from '../core/log/entry';
import { currentEntries } from '../core/log/named-links';
import { subjectOf } from '../core/log/subjects';
import type { LogEntry, Operation } from '../core/log/types';
import { firstCheckpoint } from './checkpoints';
import { writing } from './database';
import { dropLease } from './leases';
import { applyEntry, projectionTables } from './projections';
import type { WorkspaceDatabase } from './workspace-database';

/** The operations of a subject that comes back: they are facts again. */
async function factsAbout(database: WorkspaceDatabase, subject: string): Promise<Operation[]> {
  const entries = await database.log.filter((entry) => subjectOf(entry) === subject).toArray();
  return currentEntries(entries).map((entry) => entry.op);
}

/** The first of these digests that is not there whole, whatever they name; null when all are. */
async function firstAbsent(
  database: WorkspaceDatabase,
  digests: readonly Digest[],
): Promise<Digest | null> {
  const rows = await database.objects.bulkGet([...digests]);
  return digests[rows.findIndex((row) => !row || row.damaged === true)] ?? null;
}

/** The first digest reachable from `roots` that is not there whole; null when all are. */
async function firstMissing(
  database: WorkspaceDatabase,
  roots: readonly Digest[],
): Promise<Digest | null> {
  const seen = new Set(roots);
  let level = [...seen];
  while (level.length > 0) {
    const rows = await database.objects.bulkGet(level);
    const missing = rows.findIndex((row) => !row || row.damaged === true);
    if (missing >= 0) return level[missing] ?? null;
    const next = new Set<Digest>();
    for (const row of rows)
      for (const link of row?.links ?? []) if (!seen.has(link)) next.add(link);
    for (const digest of next) seen.add(digest);
    level = [...next];
  }
  return null;
}

/**
 * Appends one entry per operation, applies their projections and ends the lease.
 * @throws LoamError `commit-incomplete` when an object reachable from the operations is missing or
 * damaged, `stale-tab`, `storage-full`; then nothing has changed and the lease goes on
 */
export function commitOperations(
  database: WorkspaceDatabase,
  ops: readonly Operation[],
  context: { at: number; by: string; lease: string | null },
): Promise<LogEntry[]> {
  const { log, objects, leases, staging, checkpoints } = database;
  const tables = [log, objects, leases, staging, checkpoints, ...projectionTables(database)];
  return writing(database, tables, async () => {
    const { at, by, lease } = context;
    if (lease !== null && !(await leases.get(lease))) {
      throw new LoamError('internal', { message: 'the lease of this work has ended' });
    }
    // Dexie loses its transaction over some hundred awaits of anything but itself: await only where needed.
    const facts = [...ops];
    for (const op of ops) {
      if (op.type === 'restored') facts.push(...(await factsAbout(database, op.subject)));
    }
    const roots = facts.flatMap((op) => operationLinks(op).map(linkDigest));
    const kept = facts.flatMap((op) => keptLinks(op).map(linkDigest));
    const missing = (await firstMissing(database, roots)) ?? (await firstAbsent(database, kept));
    if (missing !== null) throw new LoamError('commit-incomplete', { digest: missing });

    let previous = (await log.orderBy('seq').last()) ?? null;
    const entries: LogEntry[] = [];
    for (const op of ops) {
      const entry = makeEntry(previous, at, by, op);
      await log.add(entry);
      await applyEntry(database, entry);
      if (op.type === 'run-started') await checkpoints.put(firstCheckpoint(op.run));
      if (op.type === 'run-ended') await checkpoints.delete(op.run);
      entries.push(entry);
      previous = entry;
    }
    if (lease !== null) await dropLease(database, lease);
    return entries;
  });
}
