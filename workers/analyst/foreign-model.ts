/** A model that another tool made: what its files hold, and the same as a model version of a task. */
import { LoamError } from '../../src/core/errors';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkTo, type Link } from '../../src/core/hash/digest';
import { canonicalBytes } from '../../src/core/json/canonical';
import type { ModelManifest } from '../../src/core/model/types';
import type { ObjectWriter } from '../../src/core/ports';
import type { ImportedModel } from '../../src/core/recipe/types';
import { withAnswers } from '../../src/deploy/foreign/answers';
import { checkSizes, openForeign } from '../../src/deploy/foreign/open-foreign';
import type { ForeignFile, OpenedForeign, OpenedKept } from '../../src/deploy/foreign/types';
import { readTensors } from '../../src/ml/formats/safetensors';
import { makePredictor } from '../../src/ml/predict/predictor';
import type { WorkspaceStore } from '../../src/storage';
import type { OpenOnnx } from '../onnx/open-onnx';
import { fitInputs } from './fit-inputs';
import { importKept, keptSummary, withKept } from './kept-model';
import { checkFit, type MadeModel, type TaskData } from './made-model';
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
): Promise<{ files: ForeignFile[]; opened: OpenedForeign | OpenedKept }> {
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

/**
 * What people see of a file before it is taken in; no weights.
 * @throws LoamError `model-unreadable`, `cancelled`; of a file that ONNX Runtime computes `timed-out`, `worker-died`
 */
export async function describeForeign(
  files: readonly ChosenFile[],
  context: Context,
  openOnnx: OpenOnnx,
): Promise<ForeignSummary> {
  const { opened } = await open(files, context);
  const { format, name } = opened;
  const bytes = files.reduce((sum, { content }) => sum + content.size, 0);
  if (opened.by === 'onnx') {
    const tried = await withKept(opened, context, openOnnx, ({ kept }) => Promise.resolve(kept));
    return { format, name, bytes, ...keptSummary(tried, opened.why) };
  }
  const { model } = opened;
  const { producer, inputs, tensor, kind, classes, network, operators, softmaxAdded } = model;
  const tensors = [...readTensors(model.weights).values()];
  return {
    format,
    name,
    bytes,
    producer,
    kind,
    classes,
    inputs,
    shape: tensor?.shape ?? null,
    operators,
    network: network.type,
    parts: network.type === 'trees' ? network.trees : network.layers.length,
    parameters: tensors.reduce((sum, { values }) => sum + values.length, 0),
    softmaxAdded,
    kept: null,
    label: 'none',
  };
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

/** The model in Loam's words, its inputs fed by columns of the task's data. */
async function importOwn(
  store: Store,
  { model }: OpenedForeign,
  { columns, answers }: Pick<ImportRequest, 'columns' | 'answers'>,
  data: TaskData,
  { signal }: Context,
): Promise<MadeModel> {
  const { task } = data;
  const outputs = model.classes?.length ?? 1;
  checkFit({ kind: model.kind, outputs, type: model.network.type }, task, columns);
  const needed = model.network.type === 'layers';
  const { preprocessing, inputs } = await fitInputs(store, model, columns, needed, data, signal);
  const { kind, classes } = task;
  const { network, weights } = withAnswers(model, { kind, classes, answers });
  const manifest = { network, inputs, targetTransform: model.targetTransform };
  return { ...manifest, preprocessing, weights, producer: model.producer, names: model.inputs };
}

/**
 * Stores the files as they came and the model that they make for a task.
 * @throws LoamError `model-unreadable`, `columns-differ`, `part-empty`, `cancelled`; of a file that ONNX Runtime computes
 * `timed-out`, `worker-died`
 */
export async function importForeign(
  store: Store,
  { lease, files: chosen, task: taskLink, ...feed }: Omit<ImportRequest, 'workspace'>,
  context: Context,
  openOnnx: OpenOnnx,
): Promise<StoredImport> {
  const { signal, progress } = context;
  const { files, opened } = await open(chosen, context);
  const { format, name } = opened;
  const task = await readManifest(store.objects, taskLink, 'loam.task/1');
  const dataset = await readManifest(store.objects, task.dataset, 'loam.dataset/1');
  progress({ done: 0.4, label: 'Learning what the columns hold' });
  const data = { task, dataset };
  const made =
    opened.by === 'onnx'
      ? await importKept(store, opened, feed, data, context, openOnnx)
      : await importOwn(store, opened, feed, data, context);
  stopIf(signal);
  progress({ done: 0.7, label: 'Storing' });
  const { kind, target, classes } = task;
  const { network, inputs, targetTransform, preprocessing, weights } = made;
  const writer = store.writer(lease);
  const put = async (value: unknown): Promise<Link> =>
    linkTo(await writer.put(canonicalBytes(value)));
  const complete: ModelManifest = {
    format: 'loam.model/1',
    kind,
    target,
    classes,
    inputs,
    preprocessing: await put(preprocessing),
    network,
    weights: linkTo(await writer.put(weights)),
    targetTransform,
    threshold: kind === 'binary' ? 0.5 : null,
    calibrator: null,
    conformal: null,
  };
  // What cannot predict is no model: it is found out before anything is kept.
  if (network.type !== 'onnx') makePredictor(complete, preprocessing, weights);
  const { columns, answers } = feed;
  return {
    model: await put(complete),
    weights: complete.weights!,
    network: network.type,
    imported: {
      kind: 'imported',
      format,
      name,
      producer: made.producer,
      files: await storeFiles(files, writer),
      inputs: made.names.map((input, i) => ({ input: input.name, column: columns[i]! })),
      answers,
    },
  };
}
