/** Rows that take some inputs from the explained row and the others from a background row. */
import type { Column, Table } from '../../core/dataset/types';

export interface Mixture {
  /** Row of the background. */
  from: number;
  /** Whether input `i` is the explained row's. */
  isOwn(input: number): boolean;
}

/** @param own the explained row as a table of one row, its columns those of the background in kind and order */
export function mixedRows(own: Table, background: Table, rows: readonly Mixture[]): Table {
  const columns = background.columns.map((column, input): Column => {
    const mine = own.columns[input]!;
    if (column.kind === 'numeric' && mine.kind === 'numeric') {
      const value = mine.values[0]!;
      const values = Float64Array.from(rows, (row) =>
        row.isOwn(input) ? value : column.values[row.from]!,
      );
      return { ...column, values };
    }
    if (column.kind === 'numeric' || mine.kind === 'numeric') throw new Error('kinds differ');
    const text = mine.codes[0]! < 0 ? null : mine.dictionary[mine.codes[0]!]!;
    const code = text === null ? -1 : column.dictionary.length;
    const codes = Int32Array.from(rows, (row) =>
      row.isOwn(input) ? code : column.codes[row.from]!,
    );
    return {
      ...column,
      codes,
      dictionary: text === null ? column.dictionary : [...column.dictionary, text],
    };
  });
  return { rows: rows.length, columns };
}
