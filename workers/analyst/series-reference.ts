/** The seasonal naive forecast on the windows of a study, and what its trials are worth beside it. */
import { readTable } from '../../src/core/dataset/read-table';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import { pinballLoss } from '../../src/core/metrics/forecast';
import type { ObjectReader } from '../../src/core/ports';
import { maseOf, naiveReference, type NaiveReference } from '../../src/core/study/naive-reference';
import { decodeOutOfFold } from '../../src/core/study/out-of-fold';
import { foldValue, meanAndSd } from '../../src/core/study/trial-score';
import type { OutOfFold, TrialResult } from '../../src/core/study/types';
import { dealFolds } from '../../src/core/task/deal-folds';
import { foldTimes } from '../../src/core/task/fold-keys';
import { readTarget, type Target } from '../../src/core/task/target';
import { columnOf } from '../../src/ml/preprocess/column-view';
import type { SeriesReference, SeriesTrial } from './compare-contract';
import { columnsByTime } from './plan-folds';

/** By time no keys are read. */
const NONE = new Uint32Array(0);

/** @throws LoamError what reading and `dealFolds` throw */
export async function seriesReference(
  objects: ObjectReader,
  { study: link, trials }: { study: Link; trials: readonly Link[] },
  signal: AbortSignal,
): Promise<SeriesReference | null> {
  const { task: taskLink, folds: plan, metric } = await readManifest(objects, link, 'loam.study/1');
  const task = await readManifest(objects, taskLink, 'loam.task/1');
  if (plan.by !== 'time' || task.kind !== 'regression') return null;
  const dataset = await readManifest(objects, task.dataset, 'loam.dataset/1');
  const table = await readTable(dataset, objects, {
    columns: columnsByTime(task, dataset),
    signal,
  });
  const times = foldTimes(task, table);
  const target = readTarget(columnOf(table, task.target), task.kind, task.classes);
  if (!times || target.type !== 'number') return null;
  const parts = await objects.get(linkDigest(task.parts));
  const keys = { high: NONE, low: NONE };
  const folds = dealFolds({ plan, parts, target, keys, times });
  const reference = naiveReference(times, target.values, folds);
  if (!reference) return null;
  const { answers, season } = reference;
  const perFold = folds.map(({ number }) => {
    const own = ofFold(answers, number);
    return own.rows.length === 0 ? null : foldValue(metric, target, own.rows, own.answers);
  });
  const judged: SeriesTrial[] = [];
  for (const trial of trials) {
    const result = await readManifest(objects, trial, 'loam.trial/1');
    if (result.answers === null) continue;
    const given = decodeOutOfFold(await objects.get(linkDigest(result.answers)));
    judged.push(trialBeside(result, given, target, reference));
  }
  return {
    season,
    rows: answers.rows.length,
    value: foldValue(metric, target, answers.rows, answers.answers),
    ...meanAndSd(perFold),
    mase: maseOf(answers, target.values, reference),
    trials: judged,
  };
}

function trialBeside(
  { number, candidate: { model } }: TrialResult,
  given: OutOfFold,
  { values }: Extract<Target, { type: 'number' }>,
  reference: NaiveReference,
): SeriesTrial {
  const mase = maseOf(given, values, reference);
  if (model.kind !== 'trees' || model.loss !== 'quantile') return { number, mase, pinball: null };
  const { quantile } = model;
  const loss = ({ rows, answers }: OutOfFold) =>
    pinballLoss(
      Float64Array.from(rows, (row) => values[row]!),
      answers,
      quantile,
    );
  const [own, naive] = [loss(given), loss(reference.answers)];
  const pinball =
    own === null || naive === null ? null : { quantile, value: own, reference: naive };
  return { number, mase, pinball };
}

function ofFold({ rows, folds, answers }: OutOfFold, fold: number) {
  const own = (_: unknown, at: number) => folds[at] === fold;
  return { rows: rows.filter(own), answers: answers.filter(own) };
}
