/**
 * Which code that is not a cell's may run here: files that this person brought, and texts that were read and
 * approved. A record of this device, by content; it never travels.
 */
import { linkDigest, type Digest, type Link } from '../../../core/hash/digest';
import type { LocalSettings } from '../../../storage';

/** The same that code recipes ask: a text is approved once, wherever it runs. */
const KEY = 'code-approved';
/** The newest that are remembered. */
const MOST_KEPT = 10_000;

export async function approvedTexts(local: LocalSettings): Promise<ReadonlySet<Digest>> {
  return new Set(await local.get<Digest[]>(KEY));
}

export async function approveText(local: LocalSettings, code: Link): Promise<void> {
  const digest = linkDigest(code);
  await local.update<Digest[]>(KEY, (kept = []) =>
    kept.includes(digest) ? kept : [...kept, digest].slice(-MOST_KEPT),
  );
}
