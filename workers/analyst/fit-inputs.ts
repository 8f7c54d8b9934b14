/** The inputs of a model made elsewhere, fed by columns of a task's data: what its file leaves open is learnt on train. */
import { readTable } from '../../src/core/dataset/read-table';
import type { DatasetManifest, Table } from '../../src/core/dataset/types';
import { LoamError } from '../../src/core/errors';
import { linkDigest } from '../../src/core/hash/digest';
import { stepWidth } from '../../src/core/model/step-width';
import type { FittedPreprocessing, FittedStep, ModelManifest } from '../../src/core/model/types';
import type { TaskManifest } from '../../src/core/task/types';
import { feedColumns } from '../../src/deploy/foreign/feed-columns';
import type { ForeignModel } from '../../src/deploy/onnx/read/types';
import { categoryCounts, fitPreprocessing } from '../../src/ml/preprocess/fit';
import { rowsOfPart } from '../../src/ml/train/prepare';
import { inputSignatures } from '../../src/ml/train/signature';
import type { WorkspaceStore } from '../../src/storage';

/** Where the file says nothing of missing values a network takes the median of train; trees know what to do. */
function fills(
  steps: FittedStep[],
  needed: boolean,
  { table, rows }: { table: Table; rows: Uint32Array },
): FittedStep[] {
  return steps.map((step) => {
    if (step.step === 'numeric' && step.fill === null && needed) {
      const { column } = step;
      const asMedian = { column, transform: 'none', impute: 'median' } as const;
      const { steps: fitted } = fitPreprocessing(
        [{ ...asMedian, step: 'numeric', indicator: false, scale: 'none' }],
        table,
        rows,
      );
      const [only] = fitted;
      return { ...step, fill: only?.step === 'numeric' ? only.fill : 0 };
    }
    if (step.step === 'codes') return { ...step, categories: byFrequency(step, table, rows) };
    if (step.step === 'ordinal' && Number.isNaN(step.fill)) {
      const { column, order } = step;
      const { steps: fitted } = fitPreprocessing(
        [{ column, step: 'ordinal', order, scale: 'none' }],
        table,
        rows,
      );
      const [only] = fitted;
      return { ...step, fill: only?.step === 'ordinal' ? only.fill : 0 };
    }
    return step;
  });
}

/** The categories of the file: those that train holds first, the most frequent before the others. */
function byFrequency(
  { column, categories }: Extract<FittedStep, { step: 'codes' }>,
  table: Table,
  rows: Uint32Array,
): string[] {
  const known = new Set(categories);
  const seen = categoryCounts(table, column, rows)
    .counts.map(({ value }) => value)
    .filter((value) => known.has(value));
  return [...new Set([...seen, ...categories])];
}

export interface FittedInputs {
  preprocessing: FittedPreprocessing;
  inputs: ModelManifest['inputs'];
  table: Table;
  /** Of train. */
  rows: Uint32Array;
}

/**
 * @param needed whether a missing number takes the median of train
 * @throws LoamError `columns-differ`, `part-empty`, `cancelled`
 */
export async function fitInputs(
  store: Pick<WorkspaceStore, 'objects'>,
  model: Pick<ForeignModel, 'inputs' | 'preprocessing'>,
  columns: string[],
  needed: boolean,
  { task, dataset }: { task: TaskManifest; dataset: DatasetManifest },
  signal: AbortSignal,
): Promise<FittedInputs> {
  const steps = feedColumns(
    model,
    columns,
    dataset.columns.map(({ schema }) => schema),
  );
  const table = await readTable(dataset, store.objects, { columns, signal });
  const parts = await store.objects.get(linkDigest(task.parts));
  const rows = rowsOfPart(parts, 'train');
  if (rows.length === 0) throw new LoamError('part-empty', { part: 'train' });
  const filled = fills(steps, needed, { table, rows });
  const width = filled.reduce((sum, step) => sum + stepWidth(step), 0);
  const preprocessing: FittedPreprocessing = {
    format: 'loam.preprocessing/1',
    steps: filled,
    width,
  };
  return { preprocessing, inputs: inputSignatures(preprocessing, table, rows), table, rows };
}
