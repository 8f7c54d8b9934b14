/** A model that another tool made: what its files hold, and the same as a model version of a task. */
import { readTable } from '../../src/core/dataset/read-table';
import type { DatasetManifest } from '../../src/core/dataset/types';
import { LoamError } from '../../src/core/errors';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, linkTo, type Link } from '../../src/core/hash/digest';
import { canonicalBytes } from '../../src/core/json/canonical';
import type { FittedPreprocessing, FittedStep, ModelManifest } from '../../src/core/model/types';
import { stepWidth } from '../../src/core/model/step-width';
import type { ObjectWriter } from '../../src/core/ports';
import type { ImportedModel } from '../../src/core/recipe/types';
import type { TaskManifest } from '../../src/core/task/types';
import { withAnswers } from '../../src/deploy/foreign/answers';
import { feedColumns } from '../../src/deploy/foreign/feed-columns';
import { checkSizes, openForeign } from '../../src/deploy/foreign/open-foreign';
import { kindProblem } from '../../src/deploy/foreign/task-fit';
import type { ForeignFile, OpenedForeign } from '../../src/deploy/foreign/types';
import { readTensors } from '../../src/ml/formats/safetensors';
import { fitPreprocessing } from '../../src/ml/preprocess/fit';
import { rowsOfPart } from '../../src/ml/train/prepare';
import { inputSignatures } from '../../src/ml/train/signature';
import { makePredictor } from '../../src/ml/predict/predictor';
import type { WorkspaceStore } from '../../src/storage';
import type {
  CallContext,
  ChosenFile,
  ForeignSummary,
  ImportRequest,
  Progress,
  StoredImport,
} from '../contract';

type Store = Pick<WorkspaceStore, 'objects'> & { writer(lease: string): ObjectWriter };
type Context = CallContext<Progress>;

function stopIf(signal: AbortSignal): void {
  if (signal.aborted) throw new LoamError('cancelled');
}

async function open(
  files: readonly ChosenFile[],
  { signal, progress }: Context,
): Promise<{ files: ForeignFile[]; opened: OpenedForeign }> {
  checkSizes(files.map(({ name, content }) => ({ name, size: content.size })));
  progress({ done: 0, label: 'Reading the file' });
  const read: ForeignFile[] = [];
  for (const { name, content } of files) {
    read.push({ name, bytes: new Uint8Array(await content.arrayBuffer()) });
    stopIf(signal);
  }
  progress({ done: 0.2, label: 'Looking at what is in it' });
  return { files: read, opened: await openForeign(read) };
}

/** What people see of a file before it is taken in; no weights. @throws LoamError `model-unreadable`, `cancelled` */
export async function describeForeign(
  files: readonly ChosenFile[],
  context: Context,
): Promise<ForeignSummary> {
  const { opened } = await open(files, context);
  const { format, name, model } = opened;
  const { producer, inputs, tensor, kind, classes, network, operators } = model;
  const tensors = [...readTensors(model.weights).values()];
  return {
    format,
    name,
    bytes: files.reduce((sum, { content }) => sum + content.size, 0),
    producer,
    kind,
    classes,
    inputs,
    shape: tensor?.shape ?? null,
    operators,
    network: network.type,
    parts: network.type === 'trees' ? network.trees : network.layers.length,
    softmaxAdded: model.softmaxAdded,
    parameters: tensors.reduce((sum, { values }) => sum + values.length, 0),
  };
}

/** Where the file says nothing of missing values a network takes the median of train; trees know what to do. */
function fills(
  steps: FittedStep[],
  needed: boolean,
  { table, rows }: { table: Parameters<typeof fitPreprocessing>[1]; rows: Uint32Array },
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

async function fitted(
  store: Store,
  { model }: OpenedForeign,
  columns: string[],
  { task, dataset }: { task: TaskManifest; dataset: DatasetManifest },
  signal: AbortSignal,
): Promise<{ preprocessing: FittedPreprocessing; inputs: ModelManifest['inputs'] }> {
  const steps = feedColumns(
    model,
    columns,
    dataset.columns.map(({ schema }) => schema),
  );
  const table = await readTable(dataset, store.objects, { columns, signal });
  const parts = await store.objects.get(linkDigest(task.parts));
  const rows = rowsOfPart(parts, 'train');
  if (rows.length === 0) throw new LoamError('part-empty', { part: 'train' });
  const filled = fills(steps, model.network.type === 'layers', { table, rows });
  const width = filled.reduce((sum, step) => sum + stepWidth(step), 0);
  const preprocessing: FittedPreprocessing = {
    format: 'loam.preprocessing/1',
    steps: filled,
    width,
  };
  return { preprocessing, inputs: inputSignatures(preprocessing, table, rows) };
}

async function storeFiles(
  files: ForeignFile[],
  writer: ObjectWriter,
): Promise<ImportedModel['files']> {
  const ordered = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const kept: ImportedModel['files'] = [];
  for (const { name, bytes } of ordered)
    kept.push({ name, object: linkTo(await writer.put(bytes)) });
  return kept;
}

/**
 * Stores the files as they came and the model in Loam's words, its inputs fed by columns of the task's data.
 * @throws LoamError `model-unreadable`, `columns-differ`, `part-empty`, `cancelled`
 */
export async function importForeign(
  store: Store,
  { lease, files: chosen, task: taskLink, columns, answers }: Omit<ImportRequest, 'workspace'>,
  context: Context,
): Promise<StoredImport> {
  const { signal, progress } = context;
  const { files, opened } = await open(chosen, context);
  const { format, name, model } = opened;
  const task = await readManifest(store.objects, taskLink, 'loam.task/1');
  const dataset = await readManifest(store.objects, task.dataset, 'loam.dataset/1');
  const outputs = model.classes?.length ?? 1;
  const problem = kindProblem({ kind: model.kind, outputs, type: model.network.type }, task);
  if (problem) throw new LoamError('columns-differ', { reason: `It does not fit: ${problem}.` });
  if (columns.includes(task.target)) {
    throw new LoamError('columns-differ', { column: task.target, reason: 'It is the target.' });
  }
  progress({ done: 0.4, label: 'Learning what the columns hold' });
  const fit = await fitted(store, opened, columns, { task, dataset }, signal);
  stopIf(signal);
  progress({ done: 0.7, label: 'Storing' });
  const { kind, target, classes } = task;
  const { network, weights } = withAnswers(model, { kind, classes, answers });
  const manifest: Omit<ModelManifest, 'preprocessing' | 'weights'> = {
    format: 'loam.model/1',
    kind,
    target,
    classes,
    inputs: fit.inputs,
    network,
    targetTransform: model.targetTransform,
    threshold: kind === 'binary' ? 0.5 : null,
    calibrator: null,
    conformal: null,
  };
  const writer = store.writer(lease);
  const put = async (value: unknown): Promise<Link> =>
    linkTo(await writer.put(canonicalBytes(value)));
  const complete: ModelManifest = {
    ...manifest,
    preprocessing: await put(fit.preprocessing),
    weights: linkTo(await writer.put(weights)),
  };
  // What cannot predict is no model: it is found out before anything is kept.
  makePredictor(complete, fit.preprocessing, weights);
  return {
    model: await put(complete),
    weights: complete.weights!,
    imported: {
      kind: 'imported',
      format,
      name,
      producer: model.producer,
      files: await storeFiles(files, writer),
      inputs: model.inputs.map((input, i) => ({ input: input.name, column: columns[i]! })),
      answers,
    },
  };
}
