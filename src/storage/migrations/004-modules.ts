import type { Migration } from './migration';

/** The list of modules; which of them versions of notebooks pin; the last results of notebooks. */
export const modules: Migration = {
  epoch: 4,
  stores: { modules: 'id, rank, row.name, row.code' },
  async upgrade(transaction) {
    const give = (table: string, fields: () => Record<string, unknown>) =>
      transaction
        .table<{ row: Record<string, unknown> }>(table)
        .toCollection()
        .modify(({ row }) => {
          Object.assign(row, fields());
        });
    await give('notebooks', () => ({ results: null }));
    await give('notebookVersions', () => ({ modules: [] }));
  },
};
