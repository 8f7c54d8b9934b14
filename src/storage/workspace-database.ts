import { LoamError } from '../core/errors';
import { openDatabase, type Database } from './database';
import type { StorageEffects } from './effects';
import { WORKSPACE_MIGRATIONS } from './migrations';
import type { WorkspaceTables } from './schema';

export type WorkspaceDatabase = Database<WorkspaceTables>;

const WORKSPACE_ID = /^[0-9a-f-]{8,64}$/;

/** Makes the database where it is missing: only for workspaces that the directory knows. */
export function openWorkspaceDatabase(
  id: string,
  effects: StorageEffects,
): Promise<WorkspaceDatabase> {
  if (!WORKSPACE_ID.test(id)) {
    return Promise.reject(new LoamError('workspace-gone', { workspace: id }));
  }
  return openDatabase<WorkspaceTables>(`loam-${id}`, WORKSPACE_MIGRATIONS, effects);
}
