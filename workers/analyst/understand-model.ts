/** Answers one question about how a model comes to its answers on one part of a task. */
import { cellOf } from '../../src/core/dataset/cell';
import { readRows } from '../../src/core/dataset/read-table';
import type { Cell, DatasetManifest, Table } from '../../src/core/dataset/types';
import { LoamError } from '../../src/core/errors';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import type { Watch } from '../../src/core/metrics/intervals/resample';
import { readTarget } from '../../src/core/task/target';
import { PART_CODE, type Part, type TaskManifest } from '../../src/core/task/types';
import type { AskedOf } from '../../src/core/understand/analysis-key';
import { dependenceOf } from '../../src/core/understand/dependence';
import { importanceOf } from '../../src/core/understand/importance';
import type { JudgedRows } from '../../src/core/understand/judged-rows';
import { slicesOf } from '../../src/core/understand/slices';
import { surprisingOf } from '../../src/core/understand/surprising';
import type {
  UnderstandFinding,
  Understanding,
  UnderstandQuestion,
} from '../../src/core/understand/types';
import { explainModel } from '../../src/ml/explain';
import { changeAnswer } from '../../src/ml/explain/counterfactual';
import type { WorkspaceStore } from '../../src/storage';
import type { CallContext, Progress } from '../contract';
import type { OpenOnnx } from '../onnx/open-onnx';
import { loadModel, type LoadedModel } from './load-model';
import type { Pause } from './pause';
import { rowUnits } from './row-units';
import { readModelRows } from './rows-with-lags';

export type UnderstandStore = Pick<WorkspaceStore, 'objects' | 'putJson' | 'find' | 'get'>;

interface Place {
  store: UnderstandStore;
  task: TaskManifest;
  dataset: DatasetManifest;
  model: LoadedModel;
  part: Part;
  watch: Watch;
}

const LABELS: Record<UnderstandQuestion['type'], string> = {
  importance: 'Shuffling one column after the other',
  dependence: 'Setting the column to one value after the other',
  slices: 'Judging slices',
  surprising: 'Looking for surprising rows',
  why: 'Explaining the answer',
  change: 'Trying changes',
};

/**
 * Test is read only where it has been opened for a run that learnt this model; another threshold makes no other model.
 * @throws LoamError `test-sealed`
 */
async function checkPart(store: UnderstandStore, { task, model, part }: AskedOf): Promise<void> {
  if (part !== 'test') return;
  for (const { run } of await store.find('openings', 'task', task)) {
    const outcome = (await store.get('runs', run))?.outcome;
    const made = outcome && outcome.type !== 'failed' ? outcome.model : null;
    if (made === null) continue;
    if (made === model) return;
    const [learnt, asked] = await Promise.all(
      [made, model].map((link) => readManifest(store.objects, link, 'loam.model')),
    );
    if (learnt!.weights !== null && learnt!.weights === asked!.weights) return;
  }
  throw new LoamError('test-sealed', {});
}

function rowsIn(parts: Uint8Array, part: Part): Uint32Array {
  const rows: number[] = [];
  for (let i = 0; i < parts.length; i++) if (parts[i] === PART_CODE[part]) rows.push(i);
  return Uint32Array.from(rows);
}

/** Columns that the model reads and the data has or gives. */
function readInputs(place: Place, rows: Uint32Array): Promise<Table> {
  return readModelRows(place.model, place, place.store.objects, rows, place.watch.signal);
}

async function read(place: Place, indices: Uint32Array, columns: string[]): Promise<Table> {
  const { signal } = place.watch;
  return readRows(
    place.dataset,
    place.store.objects,
    { indices },
    {
      columns,
      ...(signal && { signal: signal as AbortSignal }),
    },
  );
}

async function judgedRows(place: Place): Promise<JudgedRows> {
  const { store, task, model, part } = place;
  const rows = rowsIn(await store.objects.get(linkDigest(task.parts)), part);
  if (rows.length === 0) throw new LoamError('part-empty', { part });
  const table = await readInputs(place, rows);
  const target = await read(place, rows, [task.target]);
  return {
    kind: task.kind,
    metric: task.metric,
    threshold: model.manifest.threshold,
    table,
    truth: readTarget(target.columns[0]!, task.kind, task.classes),
    rows,
    units: await rowUnits(store, task, rows),
    ask: (asked) => model.predictor.predictTable(asked),
  };
}

async function cellsOf(place: Place, row: number): Promise<Record<string, Cell>> {
  if (row >= place.dataset.rows) {
    const reason = `is ${row}; the data has ${place.dataset.rows} rows`;
    throw new LoamError('argument-invalid', { argument: 'row', reason });
  }
  const table = await readInputs(place, Uint32Array.of(row));
  return Object.fromEntries(table.columns.map((column) => [column.schema.name, cellOf(column, 0)]));
}

async function why(place: Place, row: number): Promise<UnderstandFinding> {
  const { model, watch } = place;
  const { classes } = model.manifest;
  const cells = await cellsOf(place, row);
  const { answer } = await model.predictor.predictCells(cells);
  const of = classes ? String(answer) : null;
  const found = await explainModel(model, cells, {
    output: classes ? classes.indexOf(of!) : 0,
    ...asked(watch),
  });
  return {
    type: 'why',
    row,
    of,
    answer: found.answer,
    typical: found.typical,
    method: found.method,
    units: found.units,
    parts: found.columns.map(({ name, value }, i) => ({
      column: name,
      value,
      by: found.contributions[i]!,
      error: found.errors?.[i] ?? null,
    })),
  };
}

function asked({ signal, pause }: Watch) {
  return { ...(signal && { signal: signal as AbortSignal }), ...(pause && { pause }) };
}

/** Columns that anyone could do something about: of the others nothing is asked. */
function actionable({ task, model }: Place, keep: readonly string[]): string[] {
  const roles = new Map(task.roles.map(({ column, role }) => [column, role]));
  return model.manifest.inputs
    .map(({ name }) => name)
    .filter((name) => roles.get(name) === 'feature' && !keep.includes(name));
}

async function findingOf(place: Place, question: UnderstandQuestion): Promise<UnderstandFinding> {
  const { model, watch } = place;
  switch (question.type) {
    case 'importance':
      return importanceOf(await judgedRows(place), watch);
    case 'dependence': {
      const { column, of } = question;
      const output = of === null ? 0 : (model.manifest.classes?.indexOf(of) ?? -1);
      if (output < 0 || (of === null) !== (model.manifest.classes === null)) {
        const reason = 'names no class of the model';
        throw new LoamError('argument-invalid', { argument: 'of', reason });
      }
      return dependenceOf(await judgedRows(place), { column, of, output }, watch);
    }
    case 'slices': {
      const judged = await judgedRows(place);
      const { columns } = await read(place, judged.rows, [question.column]);
      return slicesOf(judged, columns[0]!, watch);
    }
    case 'surprising':
      return surprisingOf(await judgedRows(place), watch);
    case 'why':
      return why(place, question.row);
    case 'change': {
      const { row, wanted, keep } = question;
      const free = actionable(place, keep);
      const { inputs } = model.manifest;
      const cells = await cellsOf(place, row);
      const { predictor } = model;
      const found = await changeAnswer({
        inputs,
        predictor,
        row: cells,
        wanted,
        free,
        ...asked(watch),
      });
      return { type: 'change', row, wanted, free, ...found };
    }
    default:
      throw question satisfies never;
  }
}

/** @throws LoamError `test-sealed`, `part-empty`, `columns-differ`, `argument-invalid`, `cancelled` */
export async function understandModel(
  store: UnderstandStore,
  lease: string,
  request: AskedOf,
  { signal, progress }: CallContext<Progress>,
  pause: Pause,
  open: OpenOnnx,
): Promise<{ understanding: Understanding; link: Link }> {
  await checkPart(store, request);
  const { question, part } = request;
  const label = LABELS[question.type];
  progress({ done: 0, label });
  const task = await readManifest(store.objects, request.task, 'loam.task/1');
  const dataset = await readManifest(store.objects, task.dataset, 'loam.dataset/1');
  const model = await loadModel(store, request.model, open);
  try {
    const { kind, classes } = model.manifest;
    if (kind !== task.kind || classes?.join('\n') !== task.classes?.join('\n')) {
      throw new LoamError('columns-differ', {
        reason: 'The model answers another question than this task asks.',
      });
    }
    const watch: Watch = { signal, pause, progress: (done) => progress({ done, label }) };
    const finding = await findingOf({ store, task, dataset, model, part, watch }, question);
    const understanding: Understanding = {
      format: 'loam.understanding/1',
      model: request.model,
      task: request.task,
      part,
      question,
      finding,
    };
    return { understanding, link: await store.putJson(lease, understanding) };
  } finally {
    model.release();
  }
}
