import { LoamError } from '../core/errors';
import { openDatabase, type Database } from './database';
import type { StorageEffects } from './effects';
import { WORKSPACE_MIGRATIONS } from './migrations';
import type { WorkspaceTables } from './schema';

export type WorkspaceDatabase = Database<WorkspaceTables>;

const WORKSPACE_ID = /^[0-9a-f-]{8,64}$/;

/**
 * @param missing 'make': makes the database where there is none, only for workspaces that the directory knows
 * @throws LoamError `workspace-gone`
 */
export function openWorkspaceDatabase(
  id: string,
  effects: StorageEffects,
  missing: 'make' | 'refuse' = 'make',
): Promise<WorkspaceDatabase> {
  const gone = () => new LoamError('workspace-gone', { workspace: id });
  if (!WORKSPACE_ID.test(id)) return Promise.reject(gone());
  const absent = missing === 'refuse' ? gone : null;
  return openDatabase<WorkspaceTables>(`loam-${id}`, WORKSPACE_MIGRATIONS, effects, absent);
}
