import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, identityOf } from '../../../../src/core/hash/digest';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import { makeEntry, verifyChain } from '../../../../src/core/log/entry';
import type { LogEntry, Operation } from '../../../../src/core/log/types';

function chain(n: number): LogEntry[] {
  const entries: LogEntry[] = [];
  for (let i = 0; i < n; i++) {
    const op: Operation = { type: 'noted', subject: `run:${i}`, note: `note ${i}` };
    entries.push(makeEntry(entries.at(-1) ?? null, 1000 + i, 'ann', op));
  }
  return entries;
}

describe('a log entry', () => {
  it('has the identity of its other fields as its id, frozen', () => {
    const entry = makeEntry(null, 1_700_000_000_000, 'ann', {
      type: 'workspace-named',
      name: 'Churn',
    });
    expect(entry).toEqual({
      format: 'loam.entry/1',
      seq: 1,
      previous: null,
      at: 1_700_000_000_000,
      by: 'ann',
      op: { type: 'workspace-named', name: 'Churn' },
      id: 'ee70c7f3425463a70897b9d236c51ba93560b8157288e41cc820e142a627844b',
    });
    const { id, ...body } = entry;
    expect(id).toBe(digestOf(canonicalBytes(body)));
  });

  it('follows the one before it', () => {
    const [one, two] = chain(2) as [LogEntry, LogEntry];
    expect([two.seq, two.previous]).toEqual([2, one.id]);
  });
});

describe('a chain', () => {
  it('is whole when nothing has changed, and names its head', () => {
    expect(verifyChain([])).toEqual({ ok: true, head: null });
    const entries = chain(5);
    expect(verifyChain(entries)).toEqual({ ok: true, head: entries[4]!.id });
    expect(verifyChain(entries.slice(0, 3))).toEqual({ ok: true, head: entries[2]!.id });
  });

  it('is broken by any change to any entry, at that entry or the next (property)', () => {
    const changes: ((entry: LogEntry) => LogEntry)[] = [
      (entry) => ({ ...entry, at: entry.at + 1 }),
      (entry) => ({ ...entry, by: 'eve' }),
      (entry) => ({ ...entry, seq: entry.seq + 1 }),
      (entry) => ({ ...entry, op: { type: 'removed', subject: 'run:0' } }),
      (entry) => ({ ...entry, previous: identityOf('other') }),
      (entry) => ({ ...entry, id: identityOf('other') }),
      (entry) => ({ ...entry, format: 'loam.entry/2' as 'loam.entry/1' }),
      (entry) => ({ ...entry, extra: 1 }) as LogEntry,
      // Forged with a right id of its own: the next one tells.
      ({ seq, previous, at }) =>
        makeEntry(seq === 1 ? null : { seq: seq - 1, id: previous! }, at, 'eve', {
          type: 'workspace-named',
          name: 'x',
        }),
    ];
    fc.assert(
      fc.property(fc.nat({ max: 7 }), fc.constantFrom(...changes), (at, change) => {
        const entries = chain(9);
        entries[at] = change(entries[at]!);
        const verdict = verifyChain(entries);
        expect(verdict.ok).toBe(false);
        expect([at + 1, at + 2]).toContain(verdict.ok || verdict.seq);
      }),
    );
  });

  it('is broken by an entry that is missing, twice there, or out of order', () => {
    const [a, b, c] = chain(3) as [LogEntry, LogEntry, LogEntry];
    expect(verifyChain([b, c])).toEqual({ ok: false, seq: 1, reason: 'position' });
    expect(verifyChain([a, c])).toEqual({ ok: false, seq: 2, reason: 'position' });
    expect(verifyChain([a, a, b, c])).toEqual({ ok: false, seq: 2, reason: 'position' });
    expect(verifyChain([a, { ...b, seq: 3 }, c]).ok).toBe(false);
    expect(verifyChain([a, { ...c, seq: 2 }])).toEqual({ ok: false, seq: 2, reason: 'previous' });
  });
});
