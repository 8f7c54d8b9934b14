import type { Migration } from './migration';

export const directory: Migration = {
  epoch: 1,
  stores: { meta: 'key', workspaces: 'id', settings: 'key' },
};
