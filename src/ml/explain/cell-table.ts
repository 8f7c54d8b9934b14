/** Rows of cells as a table whose columns have the types of a signature. */
import type { Cell, Column, Table } from '../../core/dataset/types';
import type { InputSignature } from '../../core/model/types';
import { alignRow, schemaOf } from '../predict/align';

/** @param rows a cell per input, in their order; read as those of a single row are */
export function cellTable(inputs: readonly InputSignature[], rows: readonly Cell[][]): Table {
  const columns = inputs.map((input, i): Column => {
    const schema = schemaOf(input);
    const read = (cell: Cell) => {
      const column = alignRow([input], { [input.name]: cell }).table.columns[0]!;
      return column.kind === 'numeric'
        ? column.values[0]!
        : (column.dictionary[column.codes[0]!] ?? null);
    };
    const known = new Map<Cell, ReturnType<typeof read>>();
    const values = rows.map((row) => {
      const cell = row[i]!;
      if (!known.has(cell)) known.set(cell, read(cell));
      return known.get(cell)!;
    });
    if (input.type === 'number' || input.type === 'integer' || input.type === 'datetime') {
      return { kind: 'numeric', schema, values: Float64Array.from(values, Number) };
    }
    const dictionary = [...new Set(values.filter((value) => value !== null).map(String))];
    const codes = Int32Array.from(values, (value) =>
      value === null ? -1 : dictionary.indexOf(String(value)),
    );
    return { kind: 'coded', schema, codes, dictionary };
  });
  return { rows: rows.length, columns };
}
