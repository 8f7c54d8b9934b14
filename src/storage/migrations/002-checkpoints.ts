import { toEnvironment, type EarlierEnvironment } from '../../core/log/environment';
import type { Migration } from './migration';

interface Stored {
  row: Record<string, unknown>;
}

/** Where trainings stand; and what runs and models say of being resumed and made again. */
export const checkpoints: Migration = {
  epoch: 2,
  stores: { checkpoints: 'run' },
  async upgrade(transaction) {
    const change = (table: string, work: (row: Stored['row']) => void) =>
      transaction
        .table<Stored>(table)
        .toCollection()
        .modify((stored) => work(stored.row));
    await change('runs', (row) => {
      const environment = row.environment as EarlierEnvironment | null;
      Object.assign(row, { environment: environment && toEnvironment(environment), resumed: [] });
    });
    await change('models', (row) => Object.assign(row, { again: null, elsewhere: null }));
  },
};
