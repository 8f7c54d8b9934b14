import type { Snippet } from 'svelte';
import type { SortValue } from './table-order';

export interface Column<Row> {
  key: string;
  label: string;
  /** `right` also sets tabular digits. */
  align?: 'left' | 'right';
  /** CSS length. */
  width?: string;
  /** What the cell shows; else `text`; else the row's own `key`. In a table with `href` the first column holds no link of its own. */
  cell?: Snippet<[Row]>;
  text?: (row: Row) => string;
  /** Makes the column sortable. Missing values (null) come last. */
  sort?: (row: Row) => SortValue;
}
