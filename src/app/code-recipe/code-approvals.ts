/**
 * Which code of recipes may run here: what this person ran in a cell, and what was read and approved. A record
 * of this device, by content; it never travels.
 */
import { linkDigest, type Digest } from '../../core/hash/digest';
import type { RecipeCode } from '../../core/recipe/types';
import type { LocalSettings } from '../../storage';

const KEY = 'code-approved';
/** The newest that are remembered. */
const MOST_KEPT = 10_000;

type Texts = Pick<RecipeCode, 'object' | 'modules'>;

/** The function's cells, and the modules that they import: each is text that runs. */
function textsOf({ object, modules }: Texts): Digest[] {
  return [object, ...modules.map((module) => module.object)].map(linkDigest);
}

export async function isApproved(local: LocalSettings, code: Texts): Promise<boolean> {
  const kept = new Set(await local.get<Digest[]>(KEY));
  return textsOf(code).every((text) => kept.has(text));
}

export async function approveCode(local: LocalSettings, code: Texts): Promise<void> {
  const kept = (await local.get<Digest[]>(KEY)) ?? [];
  const fresh = textsOf(code).filter((text) => !kept.includes(text));
  if (fresh.length > 0) await local.set(KEY, [...kept, ...fresh].slice(-MOST_KEPT));
}
