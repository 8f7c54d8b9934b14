/** The workspaces of this browser: which there are, and what they are called here. */
import { LoamError } from '../core/errors';
import { commitOperations } from './commit';
import { writing } from './database';
import { inDirectory, type Directory } from './directory-database';
import { hex, storageEffects, type StorageEffects } from './effects';
import { heldLocks, holdLock } from './held-lock';
import { DAY_MS } from './leases';
import type { DirectoryRow } from './schema';
import { inLoamWords } from './storage-errors';
import { openWorkspaceDatabase } from './workspace-database';

export interface WorkspaceInfo {
  id: string;
  name: string;
  /** Milliseconds since 1970 UTC. */
  createdAt: number;
}

function makingLock(id: string): string {
  return `loam-making-${id}`;
}

async function deleteWorkspaceDatabase(id: string, effects: StorageEffects): Promise<void> {
  const database = await openWorkspaceDatabase(id, effects);
  await inLoamWords(() => database.delete());
}

async function forget(directory: Directory, id: string, effects: StorageEffects): Promise<void> {
  await deleteWorkspaceDatabase(id, effects);
  await writing(directory, [directory.workspaces], () => directory.workspaces.delete(id));
}

/** Finishes what a crash left half made or half removed. */
async function sweep(directory: Directory, rows: DirectoryRow[], effects: StorageEffects) {
  const unfinished = rows.filter(({ state }) => state !== 'ready');
  if (unfinished.length === 0) return;
  const held = await heldLocks(effects.locks);
  for (const { id, state, createdAt } of unfinished) {
    const abandoned = held ? !held.has(makingLock(id)) : effects.now() - createdAt > DAY_MS;
    if (state === 'removing' || abandoned) await forget(directory, id, effects);
  }
}

/** In the order in which they were made. */
export function listWorkspaces(given?: Partial<StorageEffects>): Promise<WorkspaceInfo[]> {
  const effects = storageEffects(given);
  return inDirectory(effects, async (directory) => {
    const rows = await directory.workspaces.toArray();
    await sweep(directory, rows, effects);
    return rows
      .filter(({ state }) => state === 'ready')
      .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
      .map(({ id, name, createdAt }) => ({ id, name, createdAt }));
  });
}

/** `name`, or `name (2)`, `name (3)` ... where it is taken. */
function distinctName(name: string, rows: readonly DirectoryRow[]): string {
  const taken = new Set(rows.filter(({ state }) => state === 'ready').map((row) => row.name));
  let distinct = name;
  for (let n = 2; taken.has(distinct); n++) distinct = `${name} (${n})`;
  return distinct;
}

/**
 * Makes a workspace: `fill` writes its database, and only when that has succeeded is it listed. Where
 * `fill` throws, or the tab dies, nothing is kept.
 */
export async function makeWorkspace<T extends { name: string }>(
  given: Partial<StorageEffects> | undefined,
  fill: (database: Awaited<ReturnType<typeof openWorkspaceDatabase>>) => Promise<T>,
  naming: 'as-given' | 'distinct',
): Promise<T & { id: string }> {
  const effects = storageEffects(given);
  const id = hex(effects.randomBytes(16));
  const release = await holdLock(effects.locks, makingLock(id));
  try {
    return await inDirectory(effects, async (directory) => {
      const { workspaces } = directory;
      const createdAt = effects.now();
      await writing(directory, [workspaces], () =>
        workspaces.add({ id, name: '', createdAt, state: 'making' }),
      );
      try {
        const database = await openWorkspaceDatabase(id, effects);
        let made: T;
        try {
          made = await fill(database);
        } finally {
          database.close();
        }
        const name = await writing(directory, [workspaces], async () => {
          const rows = await workspaces.toArray();
          const listed = naming === 'distinct' ? distinctName(made.name, rows) : made.name;
          await workspaces.put({ id, name: listed, createdAt, state: 'ready' });
          return listed;
        });
        return { ...made, id, name };
      } catch (error) {
        await forget(directory, id, effects);
        throw error;
      }
    });
  } finally {
    release();
  }
}

export async function createWorkspace(
  name: string,
  given?: Partial<StorageEffects>,
): Promise<{ id: string; name: string }> {
  const effects = storageEffects(given);
  const by = await deviceName(effects);
  const nameIt = async (database: Awaited<ReturnType<typeof openWorkspaceDatabase>>) => {
    const context = { at: effects.now(), by, lease: null };
    await commitOperations(database, [{ type: 'workspace-named', name }], context);
    return { name };
  };
  return makeWorkspace(given, nameIt, 'as-given');
}

/** Renames it in its log and in this browser's list. */
export async function renameWorkspace(
  id: string,
  name: string,
  given?: Partial<StorageEffects>,
): Promise<void> {
  const effects = storageEffects(given);
  const by = await deviceName(effects);
  await inDirectory(effects, async (directory) => {
    const row = await directory.workspaces.get(id);
    if (row?.state !== 'ready') throw noSuchWorkspace(id);
    const database = await openWorkspaceDatabase(id, effects);
    try {
      const context = { at: effects.now(), by, lease: null };
      await commitOperations(database, [{ type: 'workspace-named', name }], context);
    } finally {
      database.close();
    }
    await writing(directory, [directory.workspaces], () =>
      directory.workspaces.update(id, { name }),
    );
  });
}

/** Removes it with all its objects; other tabs that have it open can read and write it no more. */
export function removeWorkspace(id: string, given?: Partial<StorageEffects>): Promise<void> {
  const effects = storageEffects(given);
  return inDirectory(effects, async (directory) => {
    const known = await writing(directory, [directory.workspaces], () =>
      directory.workspaces.update(id, { state: 'removing' }),
    );
    if (known) await forget(directory, id, effects);
  });
}

/** @throws LoamError `workspace-gone` for a workspace that this browser does not have */
export async function requireWorkspace(id: string, effects: StorageEffects): Promise<void> {
  const row = await inDirectory(effects, (directory) => directory.workspaces.get(id));
  if (row?.state !== 'ready') throw noSuchWorkspace(id);
}

function noSuchWorkspace(workspace: string): LoamError {
  return new LoamError('workspace-gone', { workspace });
}

/** What this device is called in log entries: made up once, and kept. */
export function deviceName(effects: StorageEffects): Promise<string> {
  if (effects.by !== null) return Promise.resolve(effects.by);
  return inDirectory(effects, async (directory) => {
    const { settings } = directory;
    const named = await settings.get('device');
    if (typeof named?.value === 'string') return named.value;
    return writing(directory, [settings], async () => {
      const known = await settings.get('device');
      if (typeof known?.value === 'string') return known.value;
      const value = `device-${hex(effects.randomBytes(3))}`;
      await settings.put({ key: 'device', value });
      return value;
    });
  });
}
