import type { StorageEffects } from './effects';

/** Takes a Web Lock, waiting for it, and answers how to let it go; nothing to hold where there are none. */
export function holdLock(locks: StorageEffects['locks'], name: string): Promise<() => void> {
  if (!locks) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    locks.request(name, () => new Promise<void>((release) => resolve(release))).catch(reject);
  });
}

/** The names of all locks that some tab or worker holds; null where that cannot be known. */
export async function heldLocks(locks: StorageEffects['locks']): Promise<Set<string> | null> {
  if (!locks) return null;
  const { held = [] } = await locks.query();
  return new Set(held.map(({ name = '' }) => name));
}
