/** Reading the projections, as lists that stay quick: a list reads as many rows as it shows. */
import type { TableName, Tables } from '../core/log/rows';
import type { FIND_BY, StoredRow } from './schema';
import { inLoamWords } from './storage-errors';
import type { WorkspaceDatabase } from './workspace-database';

export type FindField<T extends TableName> = (typeof FIND_BY)[T][number] & keyof Tables[T] & string;

export interface TableReader {
  /**
   * Newest first.
   * @param options.limit default all
   * @param options.before the id of the last row already shown; default from the newest
   */
  list<T extends TableName>(
    table: T,
    options?: { limit?: number; before?: string },
  ): Promise<Tables[T][]>;
  /** Undefined for rows that are not there or have been removed. */
  get<T extends TableName>(table: T, id: string): Promise<Tables[T] | undefined>;
  /** The rows whose `field` is `value`, newest first. */
  find<T extends TableName>(table: T, field: FindField<T>, value: string): Promise<Tables[T][]>;
  /** The ids of those rows, in any order; reads no row, so there may be very many. */
  ids<T extends TableName>(table: T, field: FindField<T>, value: string): Promise<string[]>;
  count(table: TableName): Promise<number>;
}

export function tableReader(database: WorkspaceDatabase): TableReader {
  const stored = <T extends TableName>(table: T) => database.table<StoredRow<T>, string>(table);
  return {
    list(table, { limit, before } = {}) {
      return inLoamWords(async () => {
        const last = before === undefined ? undefined : await stored(table).get(before);
        const ranked = stored(table)
          .where('rank')
          .above(last ? -last.seq : Number.NEGATIVE_INFINITY);
        const rows = await (limit === undefined ? ranked : ranked.limit(limit)).toArray();
        return rows.map(({ row }) => row);
      });
    },
    get(table, id) {
      return inLoamWords(async () => {
        const found = await stored(table).get(id);
        return found?.rank === undefined ? undefined : found.row;
      });
    },
    find(table, field, value) {
      return inLoamWords(async () => {
        const rows = await stored(table).where(`row.${field}`).equals(value).toArray();
        const shown = rows.filter(({ rank }) => rank !== undefined);
        return shown.sort((a, b) => b.seq - a.seq).map(({ row }) => row);
      });
    },
    ids(table, field, value) {
      return inLoamWords(async () => {
        const [found, shown] = await Promise.all([
          stored(table).where(`row.${field}`).equals(value).primaryKeys(),
          stored(table).where('rank').above(Number.NEGATIVE_INFINITY).primaryKeys(),
        ]);
        const listed = new Set(shown);
        return found.filter((id) => listed.has(id));
      });
    },
    count(table) {
      return inLoamWords(() => stored(table).where('rank').above(Number.NEGATIVE_INFINITY).count());
    },
  };
}
