import type { Migration } from './migration';

/** Live documents; the lists of notebooks and of their versions; which code a run came from. */
export const notebooks: Migration = {
  epoch: 3,
  stores: {
    updates: '[doc+seq]',
    notebooks: 'id, rank',
    notebookVersions: 'id, rank, row.notebook, row.text',
  },
  async upgrade(transaction) {
    await transaction
      .table<{ row: Record<string, unknown> }>('runs')
      .toCollection()
      .modify(({ row }) => {
        row.code = null;
      });
  },
};
