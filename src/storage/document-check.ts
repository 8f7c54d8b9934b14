/** Whether each notebook has its document, and each document its notebook. What updates say is not read here. */
import { documentsOf, removedDocuments } from '../core/log/subjects';
import type { LogEntry } from '../core/log/types';
import type { UpdateRow } from './schema';

export interface DocumentsVerdict {
  count: number;
  /** Notebooks, not removed, without any update. */
  textless: string[];
  /** Documents with a row that holds no bytes. */
  empty: string[];
  /** Documents that no entry names, and that nobody has written to since `before`. */
  abandoned: string[];
}

/** @param before milliseconds since 1970 UTC: what is younger may be named in a moment */
export function checkDocuments(
  updates: readonly UpdateRow[],
  entries: readonly LogEntry[],
  before: number,
): DocumentsVerdict {
  const newest = new Map<string, number>();
  const empty = new Set<string>();
  for (const { doc, bytes, at } of updates) {
    newest.set(doc, Math.max(at, newest.get(doc) ?? 0));
    if (!(bytes instanceof Uint8Array) || bytes.length === 0) empty.add(doc);
  }
  const named = documentsOf(entries);
  const removed = removedDocuments(entries);
  return {
    count: newest.size,
    textless: [...named].filter((id) => !newest.has(id) && !removed.has(id)).sort(),
    empty: [...empty].sort(),
    abandoned: [...newest]
      .filter(([id, at]) => !named.has(id) && at < before)
      .map(([id]) => id)
      .sort(),
  };
}
