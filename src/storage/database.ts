/**
 * Opening a database and writing to it behind the epoch check. Dexie lets old code open a newer database
 * without a word, and reopens one that a newer tab has upgraded, so every write reads `schemaEpoch`.
 */
import { Dexie, type Table, type Transaction } from 'dexie';
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

/** Tells Dexie of every step, for a database that has some of them to take. */
function declareSteps(dexie: Dexie, migrations: readonly Migration[]): void {
  for (const { epoch, stores, upgrade } of migrations) {
    dexie
      .version(epoch)
      .stores(stores)
      .upgrade(async (transaction) => {
        await upgrade?.(transaction);
        await transaction.table('meta').put({ key: EPOCH, value: epoch });
      });
  }
}

/**
 * Tells Dexie of what all steps come to, which takes a fraction of the time: enough where there is no database, or
 * one that has taken them all. One of an earlier epoch is left as it is, and opening it fails.
 */
function declareOutcome(dexie: Dexie, migrations: readonly Migration[], earlier: () => void): void {
  const stores = Object.assign({}, ...migrations.map((step) => step.stores)) as Migration['stores'];
  const kept = Object.entries(stores).filter(([, indexes]) => indexes !== null);
  dexie
    .version(epochOf(migrations))
    .stores(Object.fromEntries(kept))
    .upgrade((transaction) => {
      earlier();
      transaction.abort();
    });
}

/** Set up, not open. `making` is called where there is no database, and may abort its making. */
function connection(
  name: string,
  effects: StorageEffects,
  making: (transaction: Transaction) => void,
): Dexie {
  const dexie = new Dexie(name, {
    indexedDB: effects.indexedDB,
    IDBKeyRange: effects.IDBKeyRange,
    chromeTransactionDurability: 'strict',
    cache: 'disabled',
  });
  dexie.on('populate', making);
  for (const middleware of effects.middleware) dexie.use(middleware);
  dexie.on('versionchange', (event) => {
    // Removed: never make it again. Upgraded: let go; reading goes on, writing is refused as stale.
    dexie.close({ disableAutoOpen: event.newVersion === null });
    return false;
  });
  return dexie;
}

/**
 * Opens, and makes where it is missing, the database `name`.
 * @param absent what is thrown where it is missing, in place of making it
 * @throws LoamError `newer-data` when newer code has written it
 */
export function openDatabase<Tables>(
  name: string,
  migrations: readonly Migration[],
  effects: StorageEffects,
  absent: (() => LoamError) | null = null,
): Promise<Database<Tables>> {
  const known = epochOf(migrations);
  let earlier = false;
  const open = async (declare: (dexie: Dexie) => void): Promise<Dexie> => {
    let refused = false;
    const dexie = connection(name, effects, (transaction) => {
      void transaction.table('meta').put({ key: EPOCH, value: known });
      if (!absent) return;
      // A database whose making is given up has never been there.
      refused = true;
      transaction.abort();
    });
    declare(dexie);
    await dexie.open().catch((error: unknown) => {
      throw refused && absent ? absent() : error;
    });
    return dexie;
  };
  return inLoamWords(async () => {
    const dexie = await open((it) => declareOutcome(it, migrations, () => (earlier = true))).catch(
      (error: unknown) => {
        if (!earlier) throw error;
        return open((it) => declareSteps(it, migrations));
      },
    );
    const database = Object.assign(dexie, { epoch: known }) as Database<Tables>;
    const stored = await database.meta.get(EPOCH);
    if ((stored?.value ?? 0) <= known) return database;
    dexie.close();
    throw new LoamError('newer-data', { format: stored?.value ?? 0, known });
  });
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
