/**
 * Checks a workspace: every byte, every link, the log's chain, the lists against a replay of the log, and that
 * each notebook has its document.
 */
import { LoamError } from '../core/errors';
import { identityOf, linkDigest, linkTo, type Digest, type Link } from '../core/hash/digest';
import { linksOfObject } from '../core/links/links-in';
import { reachable } from '../core/links/reachable';
import { verifyChain } from '../core/log/entry';
import { namedLinks } from '../core/log/named-links';
import { TABLE_NAMES } from '../core/log/reduce';
import type { LogEntry } from '../core/log/types';
import { writing } from './database';
import { checkDocuments, type DocumentsVerdict } from './document-check';
import { documentLinks } from './document-links';
import type { StorageEffects } from './effects';
import { updatesOf } from './documents';
import { DAY_MS, deadLeases } from './leases';
import { contentBytes } from './objects';
import {
  rebuildProjections,
  replayedRows,
  projectionTables,
  type ProjectionRows,
} from './projections';
import type { ObjectRow } from './schema';
import { inLoamWords } from './storage-errors';
import type { WorkspaceDatabase } from './workspace-database';

export interface FsckOptions {
  /** Default false: only looks. */
  repair?: boolean;
  signal?: AbortSignal;
  progress?: (event: { done: number; label: string }) => void;
  /** As for `collect`. */
  leaseAge?: number;
}

export interface FsckReport {
  objects: number;
  bytes: number;
  /** Digests whose bytes do not match. */
  damaged: Digest[];
  /** Links that nothing answers, with what names them; what only removed records name may be gone. */
  missing: { link: Link; namedBy: string }[];
  /** Ids of notebooks whose document is gone. */
  textless: string[];
  /** Objects that nothing names and no live lease protects. */
  unreferenced: Digest[];
  /** Whether the lists equal a replay of the log; as found, before any repair. */
  projectionsIntact: boolean;
  projectionsRebuilt: boolean;
  logIntact: boolean;
  /** Live documents, and all their updates. */
  documents: number;
  updates: number;
  /** What was repaired, in plain sentences; empty without `repair`. */
  repaired: string[];
  /** What is still wrong, in plain sentences; empty when all is well. */
  remaining: string[];
}

interface ObjectsVerdict {
  rows: Map<Digest, ObjectRow>;
  damaged: Set<Digest>;
  /** What is recorded about these objects is wrong, though their bytes are right. */
  misfiled: ObjectRow[];
}

async function checkObjects(
  database: WorkspaceDatabase,
  effects: StorageEffects,
  { signal, progress }: FsckOptions,
): Promise<ObjectsVerdict> {
  const recorded = new Map((await database.objects.toArray()).map((row) => [row.digest, row]));
  const digests = await database.contents.toCollection().primaryKeys();
  const verdict: ObjectsVerdict = { rows: new Map(), damaged: new Set(), misfiled: [] };
  for (const [done, digest] of digests.entries()) {
    if (signal?.aborted) throw new LoamError('cancelled');
    if (done % 64 === 0) progress?.({ done: done / digests.length, label: 'checking objects' });
    const content = await database.contents.get(digest);
    if (!content) continue;
    const bytes = await contentBytes(content);
    const known = recorded.get(digest);
    recorded.delete(digest);
    if (!bytes || (await effects.hash(bytes)) !== digest) {
      verdict.damaged.add(digest);
      verdict.rows.set(digest, known ?? { digest, size: bytes?.length ?? 0, links: [] });
      continue;
    }
    const row: ObjectRow = {
      digest,
      size: bytes.length,
      links: linksOfObject(bytes).map(linkDigest),
    };
    verdict.rows.set(digest, row);
    if (!known || identityOf(known) !== identityOf(row)) verdict.misfiled.push(row);
  }
  // Recorded, but without bytes.
  const { contents } = database;
  for (const row of recorded.values()) {
    if (await contents.get(row.digest)) continue;
    verdict.damaged.add(row.digest);
    verdict.rows.set(row.digest, row);
  }
  return verdict;
}

async function storedRows(database: WorkspaceDatabase): Promise<ProjectionRows> {
  const tables: Partial<Record<string, unknown>> = {};
  for (const name of TABLE_NAMES) tables[name] = await database.table(name).orderBy('id').toArray();
  return {
    tables: tables as unknown as ProjectionRows['tables'],
    versions: await database.versions.orderBy(':id').toArray(),
  };
}

/** The log and whether the lists follow from it, at one moment. */
function checkProjections(database: WorkspaceDatabase) {
  return inLoamWords(() =>
    database.transaction('r', [database.log, ...projectionTables(database)], async () => {
      const entries = await database.log.orderBy('seq').toArray();
      const stored = await storedRows(database);
      return { entries, intact: identityOf(stored) === identityOf(replayedRows(entries)) };
    }),
  );
}

function missingLinks(
  entries: readonly LogEntry[],
  { rows, damaged }: ObjectsVerdict,
): FsckReport['missing'] {
  const missing = new Map<Digest, string>();
  const note = (digest: Digest, namedBy: string) => {
    if (!rows.has(digest) && !missing.has(digest)) missing.set(digest, namedBy);
  };
  const roots = namedLinks(entries).filter(({ removed }) => !removed);
  for (const { link, entry } of roots) {
    note(linkDigest(link), `log entry ${entry.seq} (${entry.op.type})`);
  }
  const whole = roots.filter(({ alone }) => !alone).map(({ link }) => linkDigest(link));
  for (const digest of reachable(whole, (each) => rows.get(each)?.links)) {
    if (damaged.has(digest)) continue;
    for (const link of rows.get(digest)?.links ?? []) note(link, linkTo(digest));
  }
  return [...missing].map(([digest, namedBy]) => ({ link: linkTo(digest), namedBy }));
}

function counted(n: number, one: string, many: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}

export async function checkWorkspace(
  database: WorkspaceDatabase,
  effects: StorageEffects,
  options: FsckOptions = {},
): Promise<FsckReport> {
  const { repair = false, signal, progress, leaseAge = DAY_MS } = options;
  // Objects before leases before the log: what is put and committed meanwhile counts as named.
  const verdict = await inLoamWords(() => checkObjects(database, effects, options));
  const { rows, damaged, misfiled } = verdict;
  progress?.({ done: 1, label: 'checking the log' });
  const dead = new Set(await inLoamWords(() => deadLeases(database, effects, leaseAge)));
  const staged = await inLoamWords(() => database.staging.toArray());
  // Documents before the log: one that is made meanwhile is there before it is named.
  const updates = await inLoamWords(() => database.updates.orderBy('[doc+seq]').toArray());
  const { entries, intact } = await checkProjections(database);
  const documents = checkDocuments(updates, entries, effects.now() - leaseAge);
  if (signal?.aborted) throw new LoamError('cancelled');

  const protectedDigests = reachable(
    [
      ...namedLinks(entries).map(({ link }) => linkDigest(link)),
      ...documentLinks(updates, entries, { forgetRemoved: false }),
      ...staged.filter(({ lease }) => !dead.has(lease)).map(({ digest }) => digest),
    ],
    (digest) => rows.get(digest)?.links,
  );
  const unreferenced = [...rows.keys()].filter((digest) => !protectedDigests.has(digest));
  const missing = missingLinks(entries, verdict);
  const chain = verifyChain(entries);
  const report: FsckReport = {
    objects: rows.size,
    bytes: [...rows.values()].reduce((sum, { size }) => sum + size, 0),
    damaged: [...damaged].sort(),
    missing,
    unreferenced: unreferenced.sort(),
    projectionsIntact: intact,
    projectionsRebuilt: false,
    logIntact: chain.ok,
    documents: documents.count,
    updates: updates.length,
    textless: documents.textless,
    repaired: [],
    remaining: [],
  };
  const needed = report.damaged.filter((digest) => protectedDigests.has(digest));
  const idle = report.damaged.filter((digest) => !protectedDigests.has(digest));

  const faults = { needed, idle, misfiled, documents };
  if (repair) await repairAll(database, { report, ...faults });
  describeRemaining(report, { ...faults, chainBrokenAt: chain.ok ? null : chain.seq });
  return report;
}

interface Faults {
  /** Damaged, and named by the log or a live lease. */
  needed: Digest[];
  /** Damaged, and named by nothing. */
  idle: Digest[];
  misfiled: ObjectRow[];
  documents: DocumentsVerdict;
}

async function repairAll(
  database: WorkspaceDatabase,
  { report, needed, idle, misfiled, documents }: Faults & { report: FsckReport },
): Promise<void> {
  const { objects, contents } = database;
  const { abandoned } = documents;
  if (abandoned.length > 0) {
    await writing(database, [database.updates], async () => {
      for (const id of abandoned) await updatesOf(database, id).delete();
    });
    report.repaired.push(
      `Dropped ${counted(abandoned.length, 'text', 'texts')} that no notebook names.`,
    );
  }
  await writing(database, [objects, contents], async () => {
    await objects.bulkPut(misfiled);
    await objects.bulkDelete(idle);
    await contents.bulkDelete(idle);
    // Their bytes stay for whoever can mend them by hand; a put of the right ones replaces them.
    for (const digest of needed) await objects.update(digest, { damaged: true });
  });
  if (misfiled.length > 0) {
    report.repaired.push(
      `Wrote again what is known about ${counted(misfiled.length, 'object', 'objects')}.`,
    );
  }
  if (idle.length > 0) {
    report.repaired.push(
      `Dropped ${counted(idle.length, 'damaged object', 'damaged objects')} that nothing needs.`,
    );
  }
  if (!report.projectionsIntact) {
    await rebuildProjections(database);
    report.projectionsRebuilt = true;
    report.repaired.push('Made the lists again from the log.');
  }
}

function describeRemaining(
  report: FsckReport,
  { needed, idle, misfiled, documents, chainBrokenAt }: Faults & { chainBrokenAt: number | null },
): void {
  const { remaining, repaired, missing, projectionsIntact, projectionsRebuilt } = report;
  const untouched = repaired.length === 0;
  if (chainBrokenAt !== null) remaining.push(`The log is broken at entry ${chainBrokenAt}.`);
  if (needed.length > 0) {
    remaining.push(
      `${counted(needed.length, 'object is', 'objects are')} damaged; saving the same content again mends it.`,
    );
  }
  if (missing.length > 0) {
    remaining.push(
      `${counted(missing.length, 'object is', 'objects are')} missing; saving the same content again brings it back.`,
    );
  }
  if (documents.textless.length > 0) {
    remaining.push(
      `${counted(documents.textless.length, 'notebook has', 'notebooks have')} no text; a version that was kept can be opened.`,
    );
  }
  if (documents.empty.length > 0) {
    remaining.push(
      `The text of ${counted(documents.empty.length, 'notebook', 'notebooks')} holds something that is no update; the rest of it is shown.`,
    );
  }
  if (untouched && documents.abandoned.length > 0) {
    remaining.push(
      `${counted(documents.abandoned.length, 'text', 'texts')} that no notebook names.`,
    );
  }
  if (untouched && idle.length > 0) {
    remaining.push(`${counted(idle.length, 'object', 'objects')} that nothing needs: damaged.`);
  }
  if (untouched && misfiled.length > 0) {
    remaining.push(
      `What is known about ${counted(misfiled.length, 'object', 'objects')} is wrong.`,
    );
  }
  if (!projectionsIntact && !projectionsRebuilt) remaining.push('The lists do not follow the log.');
}
