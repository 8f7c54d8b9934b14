/** Rows of a dataset version as a model reads them: what looks back in time is made of all rows, then of those. */
import { readRows, readTable, type ReadTableOptions } from '../../src/core/dataset/read-table';
import type { Column, DatasetManifest, Table } from '../../src/core/dataset/types';
import type { FittedPreprocessing, ModelManifest } from '../../src/core/model/types';
import type { ObjectReader } from '../../src/core/ports';
import type { TaskManifest } from '../../src/core/task/types';
import { orderColumns, withLags } from '../../src/ml/preprocess/lag-columns';

export interface ReadingModel {
  manifest: Pick<ModelManifest, 'inputs'>;
  preprocessing: FittedPreprocessing;
}

function only(column: Column, rows: Uint32Array): Column {
  return column.kind === 'numeric'
    ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
    : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
}

/** Columns that the model reads and the data has or gives, of those rows. @throws LoamError what `readRows` throws */
export async function readModelRows(
  { manifest, preprocessing }: ReadingModel,
  { task, dataset }: { task: Pick<TaskManifest, 'roles'>; dataset: DatasetManifest },
  objects: ObjectReader,
  rows: Uint32Array,
  signal?: ReadTableOptions['signal'],
): Promise<Table> {
  const abort = signal && { signal };
  const names = new Set(dataset.columns.map(({ schema }) => schema.name));
  const columns = manifest.inputs.map(({ name }) => name).filter((name) => names.has(name));
  const table = await readRows(dataset, objects, { indices: rows }, { columns, ...abort });
  const { lags = [] } = preprocessing;
  if (lags.length === 0) return table;
  const sources = [...new Set([...orderColumns(task), ...lags.map(({ lag }) => lag.column)])];
  const whole = await readTable(dataset, objects, { columns: sources, ...abort });
  const made = withLags(whole, lags, task).columns.slice(sources.length);
  return { rows: table.rows, columns: [...table.columns, ...made.map((each) => only(each, rows))] };
}
