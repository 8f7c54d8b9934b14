/** What a row expression gives for the first rows of a dataset, to be looked at while it is written. */
import type { Cell, Column, ColumnSchema, Table } from '../core/dataset/types';
import { isExpression, type DerivedColumn } from '../core/recipe/refinements';
import { makeDeriver } from '../ml/preprocess/derive';

/** Rows that are shown. */
export const PREVIEW_ROWS = 5;

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

/** One cell per row; null is missing. @throws LoamError `recipe-invalid` where it cannot be computed */
export function previewOf(derive: readonly DerivedColumn[], name: string, table: Table): Cell[] {
  const column = makeDeriver(derive.filter(isExpression))(table).columns.find(
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
