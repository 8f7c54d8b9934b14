import { linkDigest, type Digest, type Link } from '../hash/digest';
import { keptLinks, operationLinks } from '../links/operation-links';
import { reachable } from '../links/reachable';
import { subjectOf } from './subjects';
import type { LogEntry } from './types';

export interface NamedLink {
  link: Link;
  /** The first entry that names it; of those that are not removed, where there is one. */
  entry: LogEntry;
  /** Only entries of removed subjects name it: it is kept while there is room, but may be let go. */
  removed: boolean;
  /** Kept for itself only: what it names in turn need not be here. */
  alone: boolean;
}

function removedSubjects(entries: readonly LogEntry[]): Set<string> {
  const removed = new Set<string>();
  for (const { op } of entries) {
    if (op.type === 'removed') removed.add(op.subject);
    else if (op.type === 'restored') removed.delete(op.subject);
  }
  return removed;
}

/** The entries without those that a later one has taken the place of: of a notebook's results, the last count. */
export function currentEntries(entries: readonly LogEntry[]): LogEntry[] {
  const last = new Map<string, LogEntry>();
  for (const entry of entries) {
    if (entry.op.type === 'results-kept') last.set(entry.op.notebook, entry);
  }
  return entries.filter(
    (entry) => entry.op.type !== 'results-kept' || last.get(entry.op.notebook) === entry,
  );
}

/** Of two entries that name one object, the one that asks more of it counts. */
function weight({ removed, alone }: Pick<NamedLink, 'removed' | 'alone'>): number {
  return (removed ? 0 : 2) + (alone ? 0 : 1);
}

/**
 * Every object that must be here: what entries that are not removed name, and what that names in turn.
 * `linksOf` answers undefined for an object that is not there.
 */
export function neededDigests(
  named: readonly NamedLink[],
  linksOf: (digest: Digest) => readonly Digest[] | undefined,
): Set<Digest> {
  const alive = named.filter(({ removed }) => !removed);
  const whole = alive.filter(({ alone }) => !alone);
  const needed = reachable(
    whole.map(({ link }) => linkDigest(link)),
    linksOf,
  );
  for (const { link } of alive) needed.add(linkDigest(link));
  return needed;
}

/**
 * The objects that a log names directly, each once. Openings of the test part and exports belong to no
 * subject and always keep what they name. What only superseded entries name is not among them.
 */
export function namedLinks(entries: readonly LogEntry[]): NamedLink[] {
  const gone = removedSubjects(entries);
  const named = new Map<Link, NamedLink>();
  for (const entry of currentEntries(entries)) {
    const subject = subjectOf(entry);
    const removed = subject !== null && gone.has(subject);
    const add = (link: Link, alone: boolean) => {
      const known = named.get(link);
      if (!known || weight({ removed, alone }) > weight(known)) {
        named.set(link, { link, entry, removed, alone });
      }
    };
    for (const link of operationLinks(entry.op)) add(link, false);
    for (const link of keptLinks(entry.op)) add(link, true);
  }
  return [...named.values()];
}
