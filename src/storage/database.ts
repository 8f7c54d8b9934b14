/**
 * Opening a database and writing to it behind the epoch check. Dexie lets old code open a newer database
 * without a word, and reopens one that a newer tab has upgraded, so every write reads `schemaEpoch`.
 */
import { Dexie, type Table } from 'dexie';
import { LoamError } from '../core/errors';
import type { StorageEffects } from './effects';
import type { Migration } from './migrations/migration';
import type { MetaRow } from './schema';
import { inLoamWords } from './storage-errors';

/** `epoch` is the newest schema that this code knows. */
export type Database<Tables> = Dexie & Tables & { meta: Table<MetaRow, string>; epoch: number };

const EPOCH = 'schemaEpoch';

function epochOf(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.epoch ?? 0;
}

function declare(dexie: Dexie, migrations: readonly Migration[]): void {
  for (const { epoch, stores, upgrade } of migrations) {
    dexie
      .version(epoch)
      .stores(stores)
      .upgrade(async (transaction) => {
        await upgrade?.(transaction);
        await transaction.table('meta').put({ key: EPOCH, value: epoch });
      });
  }
  dexie.on('populate', (transaction) => {
    void transaction.table('meta').put({ key: EPOCH, value: epochOf(migrations) });
  });
}

/**
 * Opens, and makes where it is missing, the database `name`.
 * @param absent what is thrown where it is missing, in place of making it
 * @throws LoamError `newer-data` when newer code has written it
 */
export async function openDatabase<Tables>(
  name: string,
  migrations: readonly Migration[],
  effects: StorageEffects,
  absent: (() => LoamError) | null = null,
): Promise<Database<Tables>> {
  const dexie = new Dexie(name, {
    indexedDB: effects.indexedDB,
    IDBKeyRange: effects.IDBKeyRange,
    chromeTransactionDurability: 'strict',
    cache: 'disabled',
  });
  declare(dexie, migrations);
  let refused = false;
  if (absent) {
    // A database whose making is given up has never been there.
    dexie.on('populate', (transaction) => {
      refused = true;
      transaction.abort();
    });
  }
  for (const middleware of effects.middleware) dexie.use(middleware);
  dexie.on('versionchange', (event) => {
    // Removed: never make it again. Upgraded: let go; reading goes on, writing is refused as stale.
    dexie.close({ disableAutoOpen: event.newVersion === null });
    return false;
  });
  const known = epochOf(migrations);
  const database = Object.assign(dexie, { epoch: known }) as Database<Tables>;
  await inLoamWords(async () => {
    await dexie.open().catch((error: unknown) => {
      throw refused && absent ? absent() : error;
    });
    const stored = await database.meta.get(EPOCH);
    if ((stored?.value ?? 0) <= known) return;
    dexie.close();
    throw new LoamError('newer-data', { format: stored?.value ?? 0, known });
  });
  return database;
}

/**
 * One read-write transaction over `tables`: all of `work` or nothing of it.
 * `work` may await Dexie only.
 * @throws LoamError `stale-tab` when newer code has upgraded the database, `storage-full`
 */
export function writing<T>(
  database: Database<unknown>,
  tables: readonly Table[],
  work: () => PromiseLike<T>,
): Promise<T> {
  const known = database.epoch;
  let transaction: IDBTransaction | undefined;
  return inLoamWords(
    () =>
      database.transaction('rw', [...tables, database.meta], async ({ idbtrans }) => {
        transaction = idbtrans;
        const stored = await database.meta.get(EPOCH);
        if (stored?.value !== known) {
          throw new LoamError('stale-tab', { found: stored?.value ?? 0, known });
        }
        return work();
      }),
    () => transaction?.error,
  );
}
