import { directory } from './001-directory';
import { initial } from './001-initial';
import { checkpoints } from './002-checkpoints';
import { notebooks } from './003-notebooks';
import { modules } from './004-modules';
import { studies } from './005-studies';
import type { Migration } from './migration';

export const WORKSPACE_MIGRATIONS: readonly Migration[] = [
  initial,
  checkpoints,
  notebooks,
  modules,
  studies,
];
export const DIRECTORY_MIGRATIONS: readonly Migration[] = [directory];
export type { Migration };
