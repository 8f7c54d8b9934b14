/** The few facts of a dataset profile that guessing reads, counted from a table. */
import type { DatasetProfile, Table } from '../../src/core/dataset/types';
import { cellOf } from '../../src/core/dataset/cell';

export function profileOf(table: Table): DatasetProfile {
  const seen = new Set<string>();
  for (let row = 0; row < table.rows; row++) {
    seen.add(JSON.stringify(table.columns.map((column) => cellOf(column, row))));
  }
  return {
    format: 'loam.profile/1',
    rows: table.rows,
    duplicateRows: table.rows - seen.size,
    columns: table.columns.map((column) => {
      const cells = Array.from({ length: table.rows }, (_, row) => cellOf(column, row));
      const present = cells.filter((cell) => cell !== null);
      return {
        name: column.schema.name,
        type: column.schema.type,
        missing: cells.length - present.length,
        distinct: new Set(present).size,
        distinctExact: true,
        numeric: null,
        coded: null,
      };
    }),
  };
}
