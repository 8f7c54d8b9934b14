/** One file, one model kind, five folds: everything but the choice of folds is the app's own code. */
import type { DatasetProfile, Table } from '../../../src/core/dataset/types';
import { linkTo } from '../../../src/core/hash/digest';
import type { Answers } from '../../../src/core/metrics/answers';
import { metricValues } from '../../../src/core/metrics/measure';
import type { MetricName } from '../../../src/core/metrics/names';
import { stream } from '../../../src/core/random/philox';
import type { ModelKind } from '../../../src/core/recipe/defaults';
import { toRecipe } from '../../../src/core/recipe/spec';
import { dealParts } from '../../../src/core/task/deal-parts';
import { guessTask } from '../../../src/core/task/guess-task';
import { rowKeys } from '../../../src/core/task/row-keys';
import { readTarget, type Target } from '../../../src/core/task/target';
import type { TaskGuess, TaskManifest } from '../../../src/core/task/types';
import { exactProvider } from '../../../src/ml/engine/fused/provider';
import { makePredictor } from '../../../src/ml/predict/predictor';
import { columnOf } from '../../../src/ml/preprocess/column-view';
import { trainRecipe } from '../../../src/ml/train/train-recipe';
import { importFile } from './import-file';

export interface FileTask {
  name: string;
  target: string;
  positive?: string;
}

/** One value per fold. */
export type Scores = Partial<Record<MetricName, number[]>>;

const FOLDS = 5;
/** Links that nothing reads: the rows are in memory. */
const NOWHERE = linkTo('0'.repeat(64));
const effects = {
  now: () => performance.now(),
  pause: () => Promise.resolve(),
};
const providers = [exactProvider(effects.now)];

export async function crossValidate(
  path: string,
  task: FileTask,
  model: ModelKind,
): Promise<Scores> {
  const { table, profile } = await importFile(path);
  const guess = guessTask(table, profile, { target: task.target, positive: task.positive });
  const target = readTarget(columnOf(table, guess.target), guess.kind, guess.classes);
  const folds = dealFolds(target);
  const scores: Scores = {};
  for (let fold = 0; fold < FOLDS; fold++) {
    const answers = await runFold({ table, profile, guess, target, folds, fold, model });
    for (const [name, value] of metricValues(answers)) {
      if (value !== null) (scores[name] ??= []).push(value);
    }
  }
  return scores;
}

/** Shuffled with a fixed seed, stratified for classes. */
function dealFolds(target: Target): Uint8Array {
  const rows = target.type === 'number' ? target.values.length : target.codes.length;
  const folds = new Uint8Array(rows);
  const next = new Map<number, number>();
  for (const row of stream(0, 'bench/folds').permutation(rows)) {
    const stratum = target.type === 'number' ? 0 : target.codes[row]!;
    const turn = next.get(stratum) ?? next.size;
    folds[row] = turn % FOLDS;
    next.set(stratum, turn + 1);
  }
  return folds;
}

interface Fold {
  table: Table;
  profile: DatasetProfile;
  guess: TaskGuess;
  target: Target;
  folds: Uint8Array;
  fold: number;
  model: ModelKind;
}

async function runFold(input: Fold): Promise<Answers> {
  const { table, profile, guess, folds, fold, model } = input;
  const deal = dealTraining(input);
  const { kind, classes, roles } = guess;
  const task: TaskManifest = {
    format: 'loam.task/1',
    semantics: 1,
    dataset: NOWHERE,
    kind,
    roles,
    target: guess.target,
    classes,
    metric: guess.metric,
    rule: deal.rule,
    parts: NOWHERE,
    counts: deal.counts,
  };
  const facts = { rows: deal.counts.train, kind, classes, roles, columns: profile.columns };
  const recipe = toRecipe({ task: NOWHERE, model, engine: 'exact' }, facts);
  const { model: trained } = await trainRecipe(
    { recipe, task, table, parts: deal.parts },
    providers,
    { signal: new AbortController().signal, progress: () => undefined },
    effects,
  );
  const { manifest, preprocessing, weights } = trained!;
  const complete = { ...manifest, preprocessing: NOWHERE, weights: weights && NOWHERE };
  const predictor = makePredictor(complete, preprocessing, weights);
  const held = Uint32Array.from([...folds.keys()].filter((row) => folds[row] === fold));
  const { probabilities, values } = predictor.predictTable(table, held);
  return answersOn(input, held, probabilities ?? values!);
}

/** Train and validation from the other folds, as the app deals a file of those rows. */
function dealTraining({ table, target, folds, fold }: Fold) {
  const inFold = (row: number) => folds[row] === fold;
  const others: Target =
    target.type === 'number'
      ? { type: 'number', values: target.values.map((v, row) => (inFold(row) ? NaN : v)) }
      : { ...target, codes: target.codes.map((code, row) => (inFold(row) ? -1 : code)) };
  const rule = {
    by: 'stratified',
    key: 'content',
    seed: fold,
    validation: 0.2,
    test: 0,
  } as const;
  return { ...dealParts({ target: others, rule, keys: rowKeys(table, { seed: fold }) }), rule };
}

function answersOn({ guess, target }: Fold, rows: Uint32Array, flat: Float64Array): Answers {
  if (target.type === 'number') {
    const truth = Float64Array.from(rows, (row) => target.values[row]!);
    return { kind: 'regression', truth, predicted: flat };
  }
  const classes = target.classes.length;
  const truth = Int32Array.from(rows, (row) => target.codes[row]!);
  const probabilities = target.classes.map((_, c) =>
    Float64Array.from(rows, (_, i) => flat[i * classes + c]!),
  );
  return guess.kind === 'binary'
    ? { kind: 'binary', truth, probabilities, threshold: 0.5 }
    : { kind: 'multiclass', truth, probabilities };
}
