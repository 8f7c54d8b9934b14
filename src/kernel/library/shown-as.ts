/** How values of the library that hold their content elsewhere are shown: as the table that they are. */
import { Dataset, Steps } from './dataset';

/** Cells that are read only to be looked at; of a larger dataset its first rows are shown. */
const MOST_SHOWN = 1_000_000;
const FIRST_ROWS = 1_000;

/** Null for any other value, which is shown as it is. */
export function shownAs(value: object): Promise<unknown> | null {
  if (value instanceof Steps) return value.then(tableOf);
  return value instanceof Dataset ? tableOf(value) : null;
}

function tableOf(dataset: Dataset): Promise<unknown> {
  const { rows, columns } = dataset;
  return rows * columns.length > MOST_SHOWN ? dataset.head(FIRST_ROWS).table() : dataset.table();
}
