/** Making and checking the chain: each entry's `id` is the identity of its other fields. */
import { identityOf, type Digest } from '../hash/digest';
import type { LogEntry, Operation } from './types';

/** The entry that follows `previous` (null for the first of a chain). `at` is ms since 1970 UTC. */
export function makeEntry(
  previous: Pick<LogEntry, 'seq' | 'id'> | null,
  at: number,
  by: string,
  op: Operation,
): LogEntry {
  const body = {
    format: 'loam.entry/1',
    seq: (previous?.seq ?? 0) + 1,
    previous: previous?.id ?? null,
    at,
    by,
    op,
  } as const;
  return { ...body, id: identityOf(body) };
}

export type ChainVerdict =
  | { ok: true; head: Digest | null }
  | { ok: false; seq: number; reason: 'format' | 'position' | 'previous' | 'id' };

/** Checks one entry against the one before it. */
export function followsFrom(
  previous: Pick<LogEntry, 'seq' | 'id'> | null,
  entry: LogEntry,
): ChainVerdict {
  const broken = (reason: Extract<ChainVerdict, { ok: false }>['reason']): ChainVerdict => ({
    ok: false,
    seq: (previous?.seq ?? 0) + 1,
    reason,
  });
  if (entry.format !== 'loam.entry/1') return broken('format');
  if (entry.seq !== (previous?.seq ?? 0) + 1) return broken('position');
  if (entry.previous !== (previous?.id ?? null)) return broken('previous');
  const { id, ...body } = entry;
  return identityOf(body) === id ? { ok: true, head: id } : broken('id');
}

/** Whether the entries are one whole chain from its first entry, in order. */
export function verifyChain(entries: Iterable<LogEntry>): ChainVerdict {
  let previous: LogEntry | null = null;
  for (const entry of entries) {
    const verdict = followsFrom(previous, entry);
    if (!verdict.ok) return verdict;
    previous = entry;
  }
  return { ok: true, head: previous?.id ?? null };
}
