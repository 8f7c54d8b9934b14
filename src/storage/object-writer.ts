/**
 * Writing immutable bytes under a lease. Puts that wait for each other share a transaction: making one
 * durable costs as much as making a hundred durable.
 */
import { LoamError } from '../core/errors';
import type { Digest } from '../core/hash/digest';
import type { ObjectWriter } from '../core/ports';
import { writing } from './database';
import type { StorageEffects } from './effects';
import { objectRows, type ObjectRows } from './objects';
import type { WorkspaceDatabase } from './workspace-database';

const PUTS_AT_ONCE = 256;
const BYTES_AT_ONCE = 16 * 1024 * 1024;
/** As much is hashed before a transaction of its own would be durable. */
const LITTLE_BYTES = 1024 * 1024;

interface Put {
  rows: ObjectRows;
  done(): void;
  failed(error: unknown): void;
}

/** Takes the puts that go into the next transaction: at least one, then as many as the limits allow. */
function takeBatch(waiting: Put[]): Put[] {
  let bytes = 0;
  let n = 0;
  for (const { rows } of waiting) {
    bytes += rows.object.size;
    if (n > 0 && (n === PUTS_AT_ONCE || bytes > BYTES_AT_ONCE)) break;
    n++;
  }
  return waiting.splice(0, n);
}

function writeBatch(
  database: WorkspaceDatabase,
  lease: string,
  batch: readonly Put[],
): Promise<void> {
  const { objects, contents, leases, staging } = database;
  const rows = new Map<Digest, ObjectRows>();
  for (const put of batch) rows.set(put.rows.object.digest, put.rows);
  const digests = [...rows.keys()];
  return writing(database, [objects, contents, leases, staging], async () => {
    if (!(await leases.get(lease))) {
      throw new LoamError('internal', { message: 'the lease of this work has ended' });
    }
    const known = await objects.bulkGet(digests);
    const wanted = [...rows.values()].filter((_, i) => !known[i] || known[i].damaged);
    await contents.bulkPut(wanted.map(({ content }) => content));
    await objects.bulkPut(wanted.map(({ object }) => object));
    await staging.bulkPut(digests.map((digest) => ({ lease, digest })));
  });
}

/**
 * `put` is idempotent and settles when its bytes are durable; they must not change before. It may be
 * called from any thread, many at once.
 * @throws LoamError `storage-full`, `stale-tab`; `internal` after the lease has ended
 */
export function objectWriter(
  database: WorkspaceDatabase,
  effects: StorageEffects,
  lease: string,
): ObjectWriter {
  const waiting: Put[] = [];
  /** Bytes. */
  let hashing = 0;
  let busy = false;
  const drain = async () => {
    if (busy) return;
    busy = true;
    while (waiting.length > 0) {
      const batch = takeBatch(waiting);
      try {
        await writeBatch(database, lease, batch);
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    busy = false;
  };
  return {
    async put(bytes) {
      const { length } = bytes;
      let stored: Promise<void>;
      let digest: Digest;
      hashing += length;
      try {
        digest = await effects.hash(bytes);
        const rows = objectRows(digest, bytes);
        stored = new Promise((done, failed) => waiting.push({ rows, done, failed }));
      } finally {
        hashing -= length;
        // What is hashed in a moment goes along.
        if (hashing === 0 || hashing > LITTLE_BYTES) void drain();
      }
      await stored;
      return digest;
    },
  };
}
