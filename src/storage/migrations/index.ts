import { directory } from './001-directory';
import { initial } from './001-initial';
import { checkpoints } from './002-checkpoints';
import { notebooks } from './003-notebooks';
import type { Migration } from './migration';

export const WORKSPACE_MIGRATIONS: readonly Migration[] = [initial, checkpoints, notebooks];
export const DIRECTORY_MIGRATIONS: readonly Migration[] = [directory];
export type { Migration };
