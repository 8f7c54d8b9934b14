import type { Migration } from './migration';

/** Briefs, studies with their trials, and the answers to questions about models and data. */
export const studies: Migration = {
  epoch: 5,
  stores: {
    briefs: 'id, rank, row.dataset, row.target',
    studies: 'id, rank, row.task, row.state',
    trials: 'id, rank, row.study',
    analyses: 'id, rank, row.key, row.of',
  },
};
