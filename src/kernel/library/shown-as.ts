/** How values of the library that hold their content elsewhere are shown: as the rows that they are. */
import { Dataset, Steps } from './dataset';
import type { Row } from './frame';

/** Cells that are read only to be looked at; of a larger dataset its first rows are shown. */
const MOST_SHOWN = 200_000;
const FIRST_ROWS = 1_000;

/** Null for any other value, which is shown as it is. */
export function shownAs(value: object): Promise<Row[]> | null {
  if (value instanceof Steps) return value.then(rowsOf);
  return value instanceof Dataset ? rowsOf(value) : null;
}

function rowsOf(dataset: Dataset): Promise<Row[]> {
  const { rows, columns } = dataset;
  return rows * columns.length > MOST_SHOWN ? dataset.head(FIRST_ROWS).toRows() : dataset.toRows();
}
