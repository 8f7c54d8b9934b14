/**
 * The objects that live documents name (the modules that notebooks pin), found in the bytes of their updates.
 * Storage does not know what an update says; but a link is written into one in a single piece, as UTF-8, so
 * that none is overlooked. What merely looks like one keeps an object that nobody needs, and harms nothing.
 */
import { linkDigest, type Digest, type Link } from '../core/hash/digest';
import { removedDocuments } from '../core/log/subjects';
import type { LogEntry } from '../core/log/types';
import type { UpdateRow } from './schema';

const LINK = /sha256:[0-9a-f]{64}/g;

export function linksInUpdate(bytes: Uint8Array): Link[] {
  // One character for each byte, whatever it is.
  const text = new TextDecoder('latin1').decode(bytes);
  return [...new Set(text.match(LINK))] as Link[];
}

/** @param forgetRemoved leaves out documents of removed notebooks */
export function documentLinks(
  updates: readonly UpdateRow[],
  entries: readonly LogEntry[],
  { forgetRemoved }: { forgetRemoved: boolean },
): Digest[] {
  const gone = forgetRemoved ? removedDocuments(entries) : new Set<string>();
  const named = new Set<Digest>();
  for (const { doc, bytes } of updates) {
    if (gone.has(doc)) continue;
    for (const link of linksInUpdate(bytes)) named.add(linkDigest(link));
  }
  return [...named];
}
