/** What storage asks of its surroundings, with the browser's own as defaults; the same in page and workers. */
import type { DBCore, Middleware } from 'dexie';
import { LoamError } from '../core/errors';
import { digestOf } from '../core/hash/digest';
import type { Clock, Hash, RandomBytes } from '../core/ports';

export interface StorageEffects {
  indexedDB: IDBFactory;
  IDBKeyRange: typeof IDBKeyRange;
  /** Null where the platform has no Web Locks; leases then live by age. */
  locks: Pick<LockManager, 'request' | 'query'> | null;
  now: Clock;
  randomBytes: RandomBytes;
  hash: Hash;
  /** Who is written into log entries. Null: the device's own name, made up once and kept. */
  by: string | null;
  /** Seams below every table: tests count reads and break writes here. Default none. */
  middleware: readonly Middleware<DBCore>[];
}

async function webHash(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return hex(new Uint8Array(digest));
}

/** WebCrypto's SHA-256, on another thread; our own where the page is no secure context. */
export const platformHash: Hash = (bytes) =>
  globalThis.crypto?.subtle ? webHash(bytes) : Promise.resolve(digestOf(bytes));

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @throws LoamError `storage-unavailable` where there is no IndexedDB */
export function storageEffects(given: Partial<StorageEffects> = {}): StorageEffects {
  const factory = given.indexedDB ?? globalThis.indexedDB;
  const range = given.IDBKeyRange ?? globalThis.IDBKeyRange;
  if (!factory || !range) throw new LoamError('storage-unavailable', { reason: 'no IndexedDB' });
  return {
    locks: globalThis.navigator?.locks ?? null,
    // eslint-disable-next-line no-restricted-properties -- the default that others are handed in place of
    now: () => Date.now(),
    randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
    hash: platformHash,
    by: null,
    middleware: [],
    ...given,
    indexedDB: factory,
    IDBKeyRange: range,
  };
}
