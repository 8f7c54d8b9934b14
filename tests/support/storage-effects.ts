/** A fresh, empty browser's worth of storage: its own databases, a counting clock, counted randomness. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { StorageEffects } from '../../src/storage/effects';

export function freshStorage(given: Partial<StorageEffects> = {}): StorageEffects {
  let now = 1_700_000_000_000;
  let drawn = 0;
  return {
    indexedDB: new IDBFactory(),
    IDBKeyRange,
    locks: null,
    now: () => (now += 1000),
    randomBytes(n) {
      drawn++;
      return Uint8Array.from({ length: n }, (_, i) =>
        i < n - 4 ? 0 : (drawn >> (8 * (n - 1 - i))) & 255,
      );
    },
    async hash(bytes) {
      const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
      return Buffer.from(digest).toString('hex');
    },
    by: 'tester',
    middleware: [],
    ...given,
  };
}
