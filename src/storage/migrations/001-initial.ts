import type { Migration } from './migration';

export const initial: Migration = {
  epoch: 1,
  stores: {
    meta: 'key',
    objects: 'digest',
    contents: 'digest',
    leases: 'id',
    staging: '[lease+digest], lease, digest',
    log: 'seq, id',
    versions: '[table+name]',
    local: 'key',
    datasets: 'id, rank, row.name, row.manifest',
    tasks: 'id, rank, row.task, row.dataset',
    runs: 'id, rank, row.recipe, row.task, row.status',
    models: 'id, rank, row.name, row.model, row.run, row.recipe',
    openings: 'id, rank, row.run, row.task',
    exports: 'id, rank, row.model',
  },
};
