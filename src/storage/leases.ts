/** A lease protects what is put under it until a commit names it. A Web Lock shows that its owner lives. */
import { writing } from './database';
import { hex, type StorageEffects } from './effects';
import { heldLocks, holdLock } from './held-lock';
import type { WorkspaceDatabase } from './workspace-database';

export interface Lease {
  readonly id: string;
  /** Gives up what was put and not committed. Does nothing after a commit or a first end. */
  end(): Promise<void>;
}

export const DAY_MS = 86_400_000;

export function lockOf(lease: string): string {
  return `loam-lease-${lease}`;
}

/** Only inside a transaction over leases and staging. */
export async function dropLease(database: WorkspaceDatabase, lease: string): Promise<void> {
  await database.staging.where('lease').equals(lease).delete();
  await database.leases.delete(lease);
}

/** How to let go of the locks of the leases that one open store has taken. */
export type HeldLeases = Map<string, () => void>;

/** After a commit has ended the lease, or its owner has: idempotent. */
export function releaseLease(held: HeldLeases, lease: string): void {
  held.get(lease)?.();
  held.delete(lease);
}

/** The lock is taken before the row is written, so that no row of a living owner is ever seen unlocked. */
export async function takeLease(
  database: WorkspaceDatabase,
  effects: StorageEffects,
  held: HeldLeases,
): Promise<Lease> {
  const id = hex(effects.randomBytes(16));
  const { leases, staging } = database;
  held.set(id, await holdLock(effects.locks, lockOf(id)));
  try {
    await writing(database, [leases], () => leases.add({ id, since: effects.now() }));
  } catch (error) {
    releaseLease(held, id);
    throw error;
  }
  return {
    id,
    async end() {
      if (!held.has(id)) return;
      try {
        await writing(database, [leases, staging], () => dropLease(database, id));
      } finally {
        releaseLease(held, id);
      }
    },
  };
}

/**
 * Leases whose owner is gone: those whose lock nobody holds, or, where there are no locks, those older
 * than `leaseAge` milliseconds.
 */
export async function deadLeases(
  database: WorkspaceDatabase,
  effects: StorageEffects,
  leaseAge: number,
): Promise<string[]> {
  const rows = await database.leases.toArray();
  const held = await heldLocks(effects.locks);
  const dead = held
    ? rows.filter(({ id }) => !held.has(lockOf(id)))
    : rows.filter(({ since }) => effects.now() - since > leaseAge);
  return dead.map(({ id }) => id);
}
