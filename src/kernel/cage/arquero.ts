/** Arquero for the cage, under the name `aq`. Evaluated lazily; see libraries.ts. */
import * as arquero from 'arquero';
import type { TableSource } from './tables';

export const aq = arquero;

/** A table of Arquero as it is shown, in its own order; null for anything else. */
export function tableOf(value: object): TableSource | null {
  if (!(value instanceof arquero.ColumnTable)) return null;
  const names = value.columnNames();
  const columns = names.map((name) => value.column(name)!);
  // Filtered and ordered tables keep all rows and an index.
  const rows = value.indices();
  return {
    names,
    rows: rows.length,
    cell: (row, column) => columns[column]!.at(rows[row]!) as unknown,
  };
}
