/** Judges a model version on labelled data: on the rows that it has not learnt from, and that are not sealed. */
import { readTable } from '../../src/core/dataset/read-table';
import { LoamError } from '../../src/core/errors';
import { evaluate } from '../../src/core/evaluation/evaluate';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest } from '../../src/core/hash/digest';
import { readTarget, type Target } from '../../src/core/task/target';
import type { WorkspaceStore } from '../../src/storage';
import type { CallContext, Progress } from '../contract';
import { noOnnx, type OpenOnnx } from '../onnx/open-onnx';
import type { DataRequest, JudgedOnData } from './compare-contract';
import { inputOf, misfit, rowsIn, targetOf } from './evaluate-model';
import { rowsAmong } from './learnt-rows';
import { loadModel } from './load-model';
import type { Pause } from './pause';
import { rowUnits } from './row-units';
import { readModelRows } from './rows-with-lags';

/**
 * The baseline is that of the task's train part, as elsewhere.
 * @throws LoamError `columns-differ` where the data has no target or no column of the model, `cancelled`
 */
export async function judgeData(
  store: Pick<WorkspaceStore, 'objects'>,
  { model: link, task: taskLink, dataset, validationToo, testOpened }: DataRequest,
  { signal, progress }: CallContext<Progress>,
  pause: Pause,
  open: OpenOnnx = noOnnx,
): Promise<JudgedOnData> {
  progress({ done: 0, label: 'Reading the data' });
  const learntIn = await readManifest(store.objects, taskLink, 'loam.task/1');
  const manifest = await readManifest(store.objects, dataset, 'loam.dataset/1');
  const names = new Set(manifest.columns.map(({ schema }) => schema.name));
  if (!names.has(learntIn.target)) {
    const reason = `“${learntIn.target}”, which is predicted, is not in it, so there is nothing to judge by.`;
    throw new LoamError('columns-differ', { column: learntIn.target, reason });
  }
  // The same question, asked of other rows.
  const roles = learntIn.roles.filter(({ column }) => names.has(column));
  const task = { ...learntIn, dataset, roles };
  const model = await loadModel(store, link, open);
  try {
    const { inputs, kind, classes } = model.manifest;
    if (kind !== task.kind || classes?.join('\n') !== task.classes?.join('\n')) throw misfit();
    const given = new Set([...names, ...(model.preprocessing.lags ?? []).map(({ name }) => name)]);
    const absent = inputs.filter(({ name }) => !given.has(name)).map(({ name }) => name);
    if (absent.length === inputs.length && absent.length > 0) {
      const reason = 'It has none of the columns that the model reads.';
      throw new LoamError('columns-differ', { column: absent.join(', '), reason });
    }
    const learnt = await rowsAmong(
      store,
      learntIn,
      validationToo ? ['train', 'validation'] : ['train'],
      dataset,
      signal,
    );
    const sealed = testOpened ? null : await rowsAmong(store, learntIn, ['test'], dataset, signal);
    const whole = await readTable(manifest, store.objects, { columns: [task.target], signal });
    const labelled = isLabelled(readTarget(whole.columns[0]!, task.kind, task.classes));
    const leftOut = { learnt: 0, sealed: 0, unlabelled: 0 };
    const left: number[] = [];
    for (let row = 0; row < whole.rows; row++) {
      if (learnt[row] === 1) leftOut.learnt++;
      else if (sealed?.[row] === 1) leftOut.sealed++;
      else if (!labelled(row)) leftOut.unlabelled++;
      else left.push(row);
    }
    if (left.length === 0) return { evaluation: null, leftOut, scores: null };
    const rows = Uint32Array.from(left);
    const place = { task, dataset: manifest };
    const table = await readModelRows(model, place, store.objects, rows, signal);
    if (signal.aborted) throw new LoamError('cancelled');
    progress({ done: 0.2, label: 'Predicting' });
    const answers = await model.predictor.predictTable(table);
    const truth = await targetOf(store, manifest, task, rows);
    const own = await readManifest(store.objects, learntIn.dataset, 'loam.dataset/1');
    const parts = await store.objects.get(linkDigest(learntIn.parts));
    const train = await targetOf(store, own, learntIn, rowsIn(parts, 'train'));
    await pause();
    const { part: _, ...evaluation } = await evaluate(
      inputOf(
        {
          ...{ model: link, task: taskLink, rows, signal, pause },
          part: 'test',
          units: await rowUnits(store, task, rows),
          progress: (done) => progress({ done: 0.4 + 0.6 * done, label: 'Judging' }),
        },
        task.kind,
        answers,
        model.manifest.threshold,
        truth,
        train,
      ),
    );
    const { probabilities } = answers;
    const scores =
      kind === 'binary' && probabilities && truth.type === 'classes'
        ? scoresOf(truth.codes, probabilities)
        : null;
    return { evaluation, leftOut, scores };
  } finally {
    model.release();
  }
}

function isLabelled(target: Target): (row: number) => boolean {
  return target.type === 'classes'
    ? (row) => target.codes[row]! >= 0
    : (row) => !Number.isNaN(target.values[row]!);
}

function scoresOf(codes: Int32Array, probabilities: Float64Array) {
  const of = (wanted: number) =>
    Float64Array.from(
      [...codes.keys()].filter((row) => codes[row] === wanted),
      (row) => probabilities[2 * row + 1]!,
    ).sort();
  return { positive: of(1), negative: of(0) };
}
