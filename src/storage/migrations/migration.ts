import type { Transaction } from 'dexie';

/** A step from the epoch before to this one. Append-only: a released migration is never changed. */
export interface Migration {
  epoch: number;
  stores: Record<string, string | null>;
  upgrade?(transaction: Transaction): Promise<void>;
}
