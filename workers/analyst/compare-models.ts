/** Is B better than A? Two model versions on rows that neither learnt from, or two trials on the same folds. */
import { compareFolds, compareRows } from '../../src/core/compare/compare';
import type { Comparison } from '../../src/core/compare/types';
import { readTable } from '../../src/core/dataset/read-table';
import { LoamError } from '../../src/core/errors';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import type { Answers } from '../../src/core/metrics/answers';
import { decodeOutOfFold } from '../../src/core/study/out-of-fold';
import { foldValue } from '../../src/core/study/trial-score';
import type { OutOfFold } from '../../src/core/study/types';
import type { FoldPlan } from '../../src/core/task/folds';
import { readTarget } from '../../src/core/task/target';
import type { TaskManifest } from '../../src/core/task/types';
import type { WorkspaceStore } from '../../src/storage';
import type { CallContext, Progress } from '../contract';
import { noOnnx, type OpenOnnx } from '../onnx/open-onnx';
import type { CompareRequest } from './compare-contract';
import { answersOn, type PartAnswers } from './evaluate-model';
import { learntRows } from './learnt-rows';
import type { Pause } from './pause';
import { rowUnits } from './row-units';

type Store = Pick<WorkspaceStore, 'objects' | 'putJson'>;
type OfModels = Extract<CompareRequest, { of: 'models' }>;
type OfTrials = Extract<CompareRequest, { of: 'trials' }>;

/** Answers at some of the places, in that order. */
function answersAt(found: PartAnswers, places: readonly number[]): Answers {
  const { task, answers, truth, manifest } = found;
  if (truth.type === 'number') {
    const take = (of: Float64Array) => Float64Array.from(places, (at) => of[at]!);
    return { kind: 'regression', truth: take(truth.values), predicted: take(answers.values!) };
  }
  const width = truth.classes.length;
  const given = answers.probabilities!;
  const probabilities = truth.classes.map((_, c) =>
    Float64Array.from(places, (at) => given[at * width + c]!),
  );
  const codes = Int32Array.from(places, (at) => truth.codes[at]!);
  return task.kind === 'binary'
    ? { kind: 'binary', truth: codes, probabilities, threshold: manifest.threshold ?? 0.5 }
    : { kind: 'multiclass', truth: codes, probabilities };
}

async function ofModels(
  store: Store,
  request: OfModels,
  context: CallContext<Progress>,
  pause: Pause,
  open: OpenOnnx,
): Promise<Comparison> {
  const { task: link, part, metric, tried } = request;
  const { signal, progress } = context;
  const answered: PartAnswers[] = [];
  for (const [i, { model, unseen }] of [request.a, request.b].entries()) {
    const half: CallContext<Progress> = {
      ...context,
      progress: ({ done, label }) => progress({ done: 0.3 * i + done, label }),
    };
    answered.push(await answersOn(store, { model, task: link, part, unseen }, half, pause, open));
  }
  const [a, b] = answered as [PartAnswers, PartAnswers];
  const learnt = await Promise.all(
    [request.a, request.b].map((each) => learntRows(store, link, a.task, each, signal)),
  );
  const ofB = new Map([...b.rows].map((row, at) => [row, at]));
  const places: [number, number][] = [];
  let leftOut = 0;
  a.rows.forEach((row, at) => {
    const other = ofB.get(row);
    if (other === undefined || learnt.some((rows) => rows?.[row] === 1)) leftOut++;
    else places.push([at, other]);
  });
  progress({ done: 0.6, label: 'Comparing' });
  const rows = Uint32Array.from(places, ([at]) => a.rows[at]!);
  const judgement = await compareRows(
    {
      metric,
      a: answersAt(
        a,
        places.map(([at]) => at),
      ),
      b: answersAt(
        b,
        places.map(([, at]) => at),
      ),
      units: await rowUnits(store, a.task, rows),
      tried,
    },
    {
      signal,
      pause,
      progress: (done) => progress({ done: 0.6 + 0.4 * done, label: 'Comparing' }),
    },
  );
  const names = { of: 'models', a: request.a.model, b: request.b.model } as const;
  return { format: 'loam.comparison/1', task: link, ...names, part, leftOut, judgement };
}

/** The rows that each fold judged, with where their answers stand. */
function byFold({ rows, folds }: OutOfFold): Map<number, { rows: Uint32Array; places: number[] }> {
  const places = new Map<number, number[]>();
  folds.forEach((fold, at) => {
    const known = places.get(fold);
    if (known) known.push(at);
    else places.set(fold, [at]);
  });
  return new Map(
    [...places].map(([fold, at]) => [
      fold,
      { rows: Uint32Array.from(at, (i) => rows[i]!), places: at },
    ]),
  );
}

/** Mean number of rows that these folds learn from. */
function meanLearnt(
  plan: FoldPlan,
  task: TaskManifest,
  judged: ReadonlyMap<number, number>,
  folds: readonly number[],
): number {
  const dealt = task.counts.train + task.counts.validation;
  const learnt = folds.map((fold) => {
    if (plan.by !== 'time') return dealt - judged.get(fold)!;
    // It learns from the rows before its window: all but those in it and in later ones.
    let later = 0;
    for (const [other, rows] of judged) if (other >= fold) later += rows;
    return dealt - later;
  });
  return learnt.reduce((sum, rows) => sum + rows, 0) / Math.max(1, learnt.length);
}

const otherStudy = () =>
  new LoamError('columns-differ', { reason: 'The two trials were not judged on the same folds.' });

async function ofTrials(
  store: Store,
  request: OfTrials,
  { signal, progress }: CallContext<Progress>,
  pause: Pause,
): Promise<Comparison> {
  const { task: link, metric, tried } = request;
  const trials = await Promise.all(
    [request.a, request.b].map((trial) => readManifest(store.objects, trial, 'loam.trial/1')),
  );
  const [first, second] = trials as [(typeof trials)[0], (typeof trials)[0]];
  if (first.study !== second.study) throw otherStudy();
  const study = await readManifest(store.objects, first.study, 'loam.study/1');
  if (study.task !== link) throw otherStudy();
  const task = await readManifest(store.objects, link, 'loam.task/1');
  const manifest = await readManifest(store.objects, task.dataset, 'loam.dataset/1');
  const table = await readTable(manifest, store.objects, { columns: [task.target], signal });
  const target = readTarget(table.columns[0]!, task.kind, task.classes);
  const given = await Promise.all(
    trials.map(async ({ answers }) =>
      answers === null ? null : decodeOutOfFold(await store.objects.get(linkDigest(answers))),
    ),
  );
  progress({ done: 0.4, label: 'Comparing' });
  await pause();
  if (signal.aborted) throw new LoamError('cancelled');
  const values: { a: number[]; b: number[] } = { a: [], b: [] };
  const folds: number[] = [];
  const seen = new Set<number>();
  const judged = new Map<number, number>();
  const [a, b] = given;
  if (a && b) {
    const [ofA, ofB] = [byFold(a), byFold(b)];
    for (const [fold, { rows }] of ofA) judged.set(fold, rows.length);
    for (const [fold, { rows, places }] of [...ofA].sort(([x], [y]) => x - y)) {
      const other = ofB.get(fold);
      if (!other || other.rows.length !== rows.length) continue;
      if (!other.rows.every((row, i) => row === rows[i])) throw otherStudy();
      const valueOf = (of: OutOfFold, at: readonly number[]) => {
        const taken = new Float64Array(at.length * of.width);
        at.forEach((place, i) => {
          for (let k = 0; k < of.width; k++)
            taken[i * of.width + k] = of.answers[place * of.width + k]!;
        });
        return foldValue(metric, target, rows, taken);
      };
      const pair = [valueOf(a, places), valueOf(b, other.places)] as const;
      if (pair[0] === null || pair[1] === null) continue;
      values.a.push(pair[0]);
      values.b.push(pair[1]);
      folds.push(fold);
      for (const row of rows) seen.add(row);
    }
  }
  const judgeRows =
    folds.reduce((sum, fold) => sum + judged.get(fold)!, 0) / Math.max(1, folds.length);
  const judgement = compareFolds({
    metric,
    ...values,
    learnRows: meanLearnt(study.folds, task, judged, folds),
    judgeRows,
    rows: seen.size,
    tried,
  });
  const names = { of: 'trials', a: request.a, b: request.b } as const;
  return { format: 'loam.comparison/1', task: link, ...names, part: null, leftOut: 0, judgement };
}

/**
 * Stores the comparison under the lease.
 * @throws LoamError `columns-differ` where model and task do not fit or trials share no folds, `cancelled`
 */
export async function compareModels(
  store: Store,
  lease: string,
  request: CompareRequest,
  context: CallContext<Progress>,
  pause: Pause,
  open: OpenOnnx = noOnnx,
): Promise<{ comparison: Comparison; link: Link }> {
  const comparison =
    request.of === 'models'
      ? await ofModels(store, request, context, pause, open)
      : await ofTrials(store, request, context, pause);
  return { comparison, link: await store.putJson(lease, comparison) };
}
