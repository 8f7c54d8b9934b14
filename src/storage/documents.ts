/**
 * Live documents as lists of their updates, whose content storage does not know: an update is bytes, and
 * only its caller can merge two into one.
 */
import { Dexie, type Collection } from 'dexie';
import { LoamError } from '../core/errors';
import type { Clock } from '../core/ports';
import { writing } from './database';
import type { UpdateRow } from './schema';
import { inLoamWords } from './storage-errors';
import type { WorkspaceDatabase } from './workspace-database';

/** From here on `compact` is worth while. */
export const MOST_UPDATES = 100;
export const MOST_UPDATE_BYTES = 1024 * 1024;

export interface Documents {
  /** In the order in which they were appended; none for a document that is not there. */
  load(id: string): Promise<Uint8Array[]>;
  /** Durable when it resolves. Several tabs may append at once. */
  append(id: string, update: Uint8Array): Promise<void>;
  /**
   * Puts one update in place of many, once there are more than 100 of them or they hold more than 1 MiB.
   * `merge` is asked within the transaction, so that what another tab appends meanwhile is kept; it must be
   * synchronous, and answer an update that says what all of those said.
   * @returns whether it has done so
   */
  compact(id: string, merge: (updates: readonly Uint8Array[]) => Uint8Array): Promise<boolean>;
  /** Forgets its updates for good. */
  remove(id: string): Promise<void>;
}

const DOCUMENT_ID = /^[A-Za-z0-9_-]{1,64}$/;

export function isDocumentId(id: string): boolean {
  return DOCUMENT_ID.test(id);
}

/** The rows of one document, in order. */
export function updatesOf(database: WorkspaceDatabase, id: string): Collection<UpdateRow> {
  const key = database.updates.where('[doc+seq]');
  return key.between([id, Dexie.minKey], [id, Dexie.maxKey]);
}

/** A missing row, a document of no updates and one that was removed are the same. */
export function documentStore(database: WorkspaceDatabase, now: Clock): Documents {
  const { updates } = database;
  const rowsOf = (id: string) => updatesOf(database, id);
  return {
    load: (id) => inLoamWords(async () => (await rowsOf(id).toArray()).map(({ bytes }) => bytes)),
    async append(id, update) {
      if (!isDocumentId(id)) throw new LoamError('internal', { message: `no document id: ${id}` });
      const bytes = update.slice();
      await writing(database, [updates], async () => {
        const last = await rowsOf(id).last();
        await updates.add({ doc: id, seq: (last?.seq ?? 0) + 1, bytes, at: now() });
      });
    },
    compact: (id, merge) =>
      writing(database, [updates], async () => {
        const rows = await rowsOf(id).toArray();
        const size = rows.reduce((sum, { bytes }) => sum + bytes.length, 0);
        const last = rows.at(-1);
        const many = rows.length > MOST_UPDATES || size > MOST_UPDATE_BYTES;
        if (!last || rows.length === 1 || !many) return false;
        const bytes = merge(rows.map((row) => row.bytes)).slice();
        await rowsOf(id).delete();
        await updates.add({ ...last, bytes });
        return true;
      }),
    remove: (id) => writing(database, [updates], async () => void (await rowsOf(id).delete())),
  };
}
