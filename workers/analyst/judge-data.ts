/** Judges a model version on labelled data: on the rows that it has not learnt from, and that are not sealed. */
import { readRows } from '../../src/core/dataset/read-table';
import { LoamError } from '../../src/core/errors';
import type { DataEvaluation, DataQuestion } from '../../src/core/evaluation/data-evaluation';
import { evaluate } from '../../src/core/evaluation/evaluate';
import { leftOutSentence } from '../../src/core/evaluation/left-out-words';
import { encodeScores } from '../../src/core/evaluation/score-bytes';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, linkTo, type Link } from '../../src/core/hash/digest';
import type { Watch } from '../../src/core/metrics/intervals/resample';
import { asAnswers, breathe } from '../../src/core/understand/judged-rows';
import { sliceAnswers } from '../../src/core/understand/slices';
import type { Slices } from '../../src/core/understand/types';
import { fileProblem } from '../../src/deploy/templates/page/problem-text';
import type { WorkspaceStore } from '../../src/storage';
import type { CallContext, Progress } from '../contract';
import { noOnnx, type OpenOnnx } from '../onnx/open-onnx';
import { inputOf, misfit, rowsIn, targetOf } from './evaluate-model';
import { mustFit, readColumns } from './fitting-data';
import { learntParts, rowsToJudge } from './rows-to-judge';
import { loadModel } from './load-model';
import type { Pause } from './pause';
import { predictInTurns } from './predict-in-turns';
import { scoresOf } from './decision-scores';
import { rowUnits } from './row-units';
import { readModelRows } from './rows-with-lags';
import { sharedWithLearnt } from './shared-with-learnt';

export type DataStore = Pick<WorkspaceStore, 'objects' | 'putJson' | 'writer'>;

/**
 * Stores the evaluation under the lease. The baseline is that of the task's train part, as elsewhere.
 * @throws LoamError `columns-differ` where the data lacks the target or a column, `nothing-to-judge`, `argument-invalid`
 * where a threshold is given to a model that decides by none, `cancelled`
 */
export async function judgeData(
  store: DataStore,
  lease: string,
  question: DataQuestion,
  { signal, progress }: CallContext<Progress>,
  pause: Pause,
  open: OpenOnnx = noOnnx,
): Promise<{ evaluation: DataEvaluation; link: Link }> {
  const { model: link, task: taskLink, dataset, threshold, by } = question;
  const stage = (from: number, to: number, label: string): Watch => ({
    ...{ signal, pause },
    progress: (done) => progress({ done: from + (to - from) * done, label }),
  });
  progress({ done: 0, label: 'Reading the data' });
  const learntIn = await readManifest(store.objects, taskLink, 'loam.task/1');
  const manifest = await readManifest(store.objects, dataset, 'loam.dataset/1');
  const model = await loadModel(store, link, open);
  try {
    const { kind, classes } = model.manifest;
    if (kind !== learntIn.kind || classes?.join('\n') !== learntIn.classes?.join('\n')) {
      throw misfit();
    }
    if (threshold !== null && kind !== 'binary') {
      const reason = 'is for models of two classes; this one decides by none';
      throw new LoamError('argument-invalid', { argument: 'threshold', reason });
    }
    mustFit(manifest, learntIn, model, by);
    const names = new Set(manifest.columns.map(({ schema }) => schema.name));
    // The same question, asked of other rows.
    const roles = learntIn.roles.filter(({ column }) => names.has(column));
    const task = { ...learntIn, dataset, roles };
    const { rows, leftOut } = await rowsToJudge(store, question, learntIn, manifest, signal);
    if (rows.length === 0) {
      throw new LoamError('nothing-to-judge', {
        reason: leftOutSentence(leftOut) ?? 'It is empty.',
      });
    }
    const own = await readManifest(store.objects, learntIn.dataset, 'loam.dataset/1');
    const parts = await store.objects.get(linkDigest(learntIn.parts));
    const fitted = rowsIn(parts, 'train');
    const shared = await sharedWithLearnt(
      store.objects,
      { manifest: own, rows: rowsIn(parts, ...learntParts(question)) },
      { manifest, rows },
      readColumns(model, learntIn),
      stage(0.1, 0.2, 'Looking for rows that it has learnt from'),
    );
    const table = await readModelRows(
      model,
      { task, dataset: manifest },
      store.objects,
      rows,
      signal,
    );
    const { problems, ...given } = await predictInTurns(
      model,
      table,
      stage(0.2, 0.5, 'Predicting'),
    );
    const truth = await targetOf(store, manifest, task, rows);
    const train = await targetOf(store, own, learntIn, fitted);
    const judging = stage(0.5, 0.8, 'Judging');
    const units = await rowUnits(store, task, rows);
    const judged = { model: link, task: taskLink, rows, units, part: 'test', ...judging } as const;
    const {
      part: _part,
      format: _format,
      ...worth
    } = await evaluate(inputOf(judged, kind, given, threshold, truth, train));
    const slices: Slices[] = [];
    const told = asAnswers({ kind, threshold, truth }, given);
    for (const [i, column] of by.entries()) {
      const [from, to] = [i, i + 1].map((n) => 0.8 + (0.2 * n) / by.length);
      const indices = { indices: rows };
      const cut = await readRows(manifest, store.objects, indices, { columns: [column], signal });
      const watch = stage(from!, to!, `Judging slices by ${column}`);
      slices.push(await sliceAnswers(told, task.metric, cut.columns[0]!, watch, units));
    }
    await breathe(stage(1, 1, 'Storing'), 1);
    const scores = scoresOf(truth, kind === 'binary' ? given.probabilities : null);
    const evaluation: DataEvaluation = {
      format: 'loam.evaluation/2',
      ...worth,
      ...{ dataset, leftOut, shared, slices },
      notes: problems.map((found) => fileProblem(model.preprocessing, found)),
      scores: scores && linkTo(await store.writer(lease).put(encodeScores(scores))),
    };
    return { evaluation, link: await store.putJson(lease, evaluation) };
  } finally {
    model.release();
  }
}
