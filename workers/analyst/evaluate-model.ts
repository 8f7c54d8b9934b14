/** Judges a model version on one part of a task, beside the baseline of that task's train part. */
import { readRows } from '../../src/core/dataset/read-table';
import type { DatasetManifest } from '../../src/core/dataset/types';
import { LoamError } from '../../src/core/errors';
import { evaluate, type EvaluationInput } from '../../src/core/evaluation/evaluate';
import type { Evaluation } from '../../src/core/evaluation/types';
import type { ModelManifest } from '../../src/core/model/types';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import { readTarget, type Target } from '../../src/core/task/target';
import { PART_CODE, type Part, type TaskManifest } from '../../src/core/task/types';
import type { TablePrediction } from '../../src/ml/predict/predictor';
import type { WorkspaceStore } from '../../src/storage';
import type { CallContext, EvaluationRequest, Progress } from '../contract';
import { noOnnx, type OpenOnnx } from '../onnx/open-onnx';
import { loadModel } from './load-model';
import type { Pause } from './pause';
import { rowUnits } from './row-units';
import { outOfFold, predictionOf, sayUnseen } from './unseen-answers';
import { readModelRows } from './rows-with-lags';

export type EvaluationStore = Pick<WorkspaceStore, 'objects' | 'putJson'>;

/** Of any of these parts. */
export function rowsIn(parts: Uint8Array, ...among: readonly Part[]): Uint32Array {
  const codes = new Set<number>(among.map((part) => PART_CODE[part]));
  const rows: number[] = [];
  for (let i = 0; i < parts.length; i++) if (codes.has(parts[i]!)) rows.push(i);
  return Uint32Array.from(rows);
}

/** Target of some rows of the dataset. */
export async function targetOf(
  store: Pick<EvaluationStore, 'objects'>,
  manifest: DatasetManifest,
  task: TaskManifest,
  rows: Uint32Array,
): Promise<Target> {
  const table = await readRows(
    manifest,
    store.objects,
    { indices: rows },
    { columns: [task.target] },
  );
  return readTarget(table.columns[0]!, task.kind, task.classes);
}

/** `probabilities[class][row]` from rows of probabilities. */
function byClass(probabilities: Float64Array, classes: number): Float64Array[] {
  const rows = probabilities.length / classes;
  return Array.from({ length: classes }, (_, c) =>
    Float64Array.from({ length: rows }, (_, row) => probabilities[row * classes + c]!),
  );
}

function sharesOf({ codes, classes }: Extract<Target, { type: 'classes' }>): number[] {
  const counts = new Array<number>(classes.length).fill(0);
  for (const code of codes) counts[code]!++;
  return counts.map((count) => count / codes.length);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

type Judged = Pick<
  EvaluationInput,
  'model' | 'task' | 'part' | 'rows' | 'units' | 'signal' | 'progress' | 'pause'
>;

export function inputOf(
  judged: Judged,
  kind: TaskManifest['kind'],
  answers: Pick<TablePrediction, 'probabilities' | 'values'>,
  threshold: number | null,
  truth: Target,
  train: Target,
): EvaluationInput {
  if (kind === 'regression') {
    if (truth.type !== 'number' || train.type !== 'number' || !answers.values) throw misfit();
    const baseline = { mean: meanOf(train.values) };
    return { ...judged, kind, truth: truth.values, predicted: answers.values, baseline };
  }
  if (truth.type !== 'classes' || train.type !== 'classes' || !answers.probabilities)
    throw misfit();
  const { classes, codes } = truth;
  return {
    ...judged,
    kind,
    classes,
    threshold,
    truth: codes,
    probabilities: byClass(answers.probabilities, classes.length),
    baseline: { probabilities: sharesOf(train) },
  };
}

export const misfit = () =>
  new LoamError('columns-differ', {
    reason: 'The model answers another question than this task asks.',
  });

/** A model's answers on one part, beside the truth. */
export interface PartAnswers {
  task: TaskManifest;
  /** Row numbers in the dataset version. */
  rows: Uint32Array;
  answers: TablePrediction;
  truth: Target;
  /** Of the rows that it may have learnt from. */
  train: Target;
  manifest: ModelManifest;
}

/** @throws LoamError `columns-differ` where model and task do not fit, `cancelled` */
export async function answersOn(
  store: Pick<EvaluationStore, 'objects'>,
  request: EvaluationRequest,
  { signal, progress }: CallContext<Progress>,
  pause: Pause,
  open: OpenOnnx = noOnnx,
): Promise<PartAnswers> {
  progress({ done: 0, label: 'Reading the part' });
  const task = await readManifest(store.objects, request.task, 'loam.task/1');
  const manifest = await readManifest(store.objects, task.dataset, 'loam.dataset/1');
  const parts = await store.objects.get(linkDigest(task.parts));
  const { unseen = null } = request;
  const calibrated = unseen === null && request.calibrated !== false;
  const model = await loadModel(store, request.model, open, { calibrated });
  const said =
    request.calibrated === false ? { ...model.manifest, calibrator: null } : model.manifest;
  if (model.manifest.kind !== task.kind) throw misfit();
  if (model.manifest.classes?.join('\n') !== task.classes?.join('\n')) throw misfit();

  if (unseen?.type === 'out-of-fold') {
    model.release();
    const { rows, folds, answers } = await outOfFold(store, unseen.answers);
    const truth = await targetOf(store, manifest, task, rows);
    await pause();
    const judged = predictionOf(said, truth, answers, folds);
    // Each fold has learnt from all rows but its own.
    return { task, rows, answers: judged, truth, train: truth, manifest: said };
  }

  const rows = rowsIn(parts, request.part);
  const place = { task, dataset: manifest };
  const table = await readModelRows(model, place, store.objects, rows, signal);
  if (signal.aborted) throw new LoamError('cancelled');
  progress({ done: 0.2, label: 'Predicting' });
  const given = await model.predictor.predictTable(table).finally(() => model.release());
  const truth = await targetOf(store, manifest, task, rows);
  const train = await targetOf(store, manifest, task, rowsIn(parts, 'train'));
  const { probabilities } = given;
  const answers = unseen && probabilities ? predictionOf(said, truth, probabilities, null) : given;
  await pause();
  return { task, rows, answers, truth, train, manifest: said };
}

/** @throws LoamError `part-empty`, `columns-differ` where model and task do not fit, `cancelled` */
export async function evaluateModel(
  store: EvaluationStore,
  lease: string,
  request: EvaluationRequest,
  context: CallContext<Progress>,
  pause: Pause,
  open: OpenOnnx = noOnnx,
): Promise<{ evaluation: Evaluation; link: Link }> {
  const found = await answersOn(store, request, context, pause, open);
  const judged: Judged = {
    model: request.model,
    task: request.task,
    part: request.part,
    rows: found.rows,
    units: await rowUnits(store, found.task, found.rows),
    signal: context.signal,
    pause,
    progress: (done) => context.progress({ done: 0.4 + 0.6 * done, label: 'Judging' }),
  };
  const { task, answers, truth, train, manifest } = found;
  const input = inputOf(judged, task.kind, answers, manifest.threshold, truth, train);
  const plain = await evaluate(input);
  const evaluation = request.unseen ? sayUnseen(plain, request.unseen, manifest) : plain;
  return { evaluation, link: await store.putJson(lease, evaluation) };
}
