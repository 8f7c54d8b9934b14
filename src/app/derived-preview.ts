/** What a made column gives for some rows of a dataset, to be looked at while it is written. */
import type { Cell, Column, ColumnSchema, Table } from '../core/dataset/types';
import { isExpression, type DerivedColumn } from '../core/recipe/refinements';
import type { Role } from '../core/task/types';
import { makeDeriver } from '../ml/preprocess/derive';
import { withLags } from '../ml/preprocess/lag-columns';

/** Rows that are shown. */
export const PREVIEW_ROWS = 5;
/** Rows that are read where a column looks back: the first ones of the data. */
export const LOOKED_BACK_ROWS = 5000;

/** Cells as the rows of a dataset are shown, back to columns. */
export function tableOfCells(schemas: readonly ColumnSchema[], rows: readonly Cell[][]): Table {
  const columns = schemas.map((schema, at): Column => {
    const cells = rows.map((row) => row[at] ?? null);
    if (schema.type === 'number' || schema.type === 'integer') {
      return {
        kind: 'numeric',
        schema,
        values: Float64Array.from(cells, (x) => (x === null ? NaN : Number(x))),
      };
    }
    if (schema.type === 'datetime') {
      const values = Float64Array.from(cells, (x) => (x === null ? NaN : Date.parse(String(x))));
      return { kind: 'numeric', schema, values };
    }
    const texts = cells.map((x) => {
      if (x === null) return null;
      return schema.type === 'boolean' && typeof x === 'boolean'
        ? schema.labels[x ? 1 : 0]
        : String(x);
    });
    const dictionary = [...new Set(texts.filter((text) => text !== null))];
    const codes = Int32Array.from(texts, (text) => (text === null ? -1 : dictionary.indexOf(text)));
    return { kind: 'coded', schema, codes, dictionary };
  });
  return { rows: rows.length, columns };
}

/** The last rows in order of time; the first ones where none says when it was. */
export function shownRows(table: Table, time: string | null): number[] {
  const column = table.columns.find(({ schema }) => schema.name === time);
  const all = Array.from({ length: table.rows }, (_, row) => row);
  if (column?.kind !== 'numeric') return all.slice(0, PREVIEW_ROWS);
  const { values } = column;
  return all
    .filter((row) => !Number.isNaN(values[row]!))
    .sort((a, b) => values[a]! - values[b]! || a - b)
    .slice(-PREVIEW_ROWS);
}

/**
 * One cell per row; null is missing.
 * @param roles say what the order of rows is, where a column looks back
 * @throws LoamError `recipe-invalid` where it cannot be computed
 */
export function previewOf(
  derive: readonly DerivedColumn[],
  name: string,
  table: Table,
  roles: readonly { column: string; role: Role }[] = [],
): Cell[] {
  const lagged = withLags(table, derive, { roles: [...roles] });
  const column = makeDeriver(derive.filter(isExpression))(lagged).columns.find(
    ({ schema }) => schema.name === name,
  );
  if (!column) return [];
  if (column.kind === 'coded') {
    return Array.from(column.codes, (code) => column.dictionary[code] ?? null);
  }
  return Array.from(column.values, (x) => {
    if (Number.isNaN(x)) return null;
    return column.schema.type === 'datetime' ? new Date(x).toISOString() : x;
  });
}
