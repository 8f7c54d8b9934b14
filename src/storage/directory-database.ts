/** The database that lists the workspaces. One connection per thread is kept: every start asks it several times. */
import { openDatabase, type Database } from './database';
import type { StorageEffects } from './effects';
import { DIRECTORY_MIGRATIONS } from './migrations';
import type { DirectoryTables } from './schema';
import { inLoamWords } from './storage-errors';

export type Directory = Database<DirectoryTables>;

const connections = new WeakMap<IDBFactory, Promise<Directory>>();

function open(effects: StorageEffects): Promise<Directory> {
  return openDatabase<DirectoryTables>('loam-directory', DIRECTORY_MIGRATIONS, effects);
}

/** One that newer code has made it let go of is opened anew, and then says so. */
async function kept(effects: StorageEffects): Promise<Directory> {
  const { indexedDB } = effects;
  const opening = connections.get(indexedDB);
  const known = await opening?.catch(() => null);
  if (known?.isOpen()) return known;
  // Who waited as long for the same has opened it meanwhile.
  const newer = connections.get(indexedDB);
  if (newer && newer !== opening) return newer;
  const anew = open(effects);
  connections.set(indexedDB, anew);
  return anew;
}

export async function inDirectory<T>(
  effects: StorageEffects,
  work: (directory: Directory) => Promise<T>,
): Promise<T> {
  // What stands between the tables and the browser belongs to one caller only.
  const shared = effects.middleware.length === 0;
  const directory = await (shared ? kept(effects) : open(effects));
  try {
    return await inLoamWords(() => work(directory));
  } finally {
    if (!shared) directory.close();
  }
}
