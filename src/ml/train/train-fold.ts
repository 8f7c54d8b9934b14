/** One candidate on one fold of a plan: learnt from the fold's rows, answered for those that it judges. */
import { LoamError } from '../../core/errors';
import { linkTo } from '../../core/hash/digest';
import type { RunEngine } from '../../core/recipe/types';
import { candidateRecipe } from '../../core/study/candidate-recipe';
import type { Candidate } from '../../core/study/types';
import type { Table } from '../../core/dataset/types';
import type { Fold } from '../../core/task/folds';
import { holdOut } from '../../core/task/hold-out';
import type { Lanes } from '../../core/task/parts/word-hash';
import type { Target } from '../../core/task/target';
import { NO_PART, PART_CODE, type TaskManifest } from '../../core/task/types';
import type { EngineProvider } from '../engine/engine';
import { makePredictor } from '../predict/predictor';
import { withLags } from '../preprocess/lag-columns';
import type { TrainedModel } from './recipe-result';
import { trainRecipe, type RecipeContext, type RecipeEffects } from './train-recipe';

export interface FoldWork {
  candidate: Candidate;
  task: TaskManifest;
  /** At least the columns that the candidate reads, and the target. */
  table: Table;
  target: Target;
  /** See `foldKeys`. */
  keys: Lanes;
  fold: Fold;
}

export interface FoldTrained {
  /** [rows, width] to the rows that the fold judges: probabilities, or the number. */
  answers: Float64Array<ArrayBuffer>;
  /** Epochs until the best, see `FoldResult`. */
  bestEpoch: number;
  seconds: number;
  /** Of the weights. */
  bytes: number;
  engine: RunEngine;
  /** Digest of the code of an engine of ours. */
  module: string | null;
  model: TrainedModel;
}

export type FoldContext = Pick<RecipeContext, 'signal'> & Partial<Pick<RecipeContext, 'progress'>>;

/** A model that is not stored has objects without names. */
const UNSTORED = linkTo('0'.repeat(64));

/**
 * Where the candidate stops early, some of the fold's own rows say when; none that are judged.
 * @throws LoamError what `trainRecipe` throws, `loss-not-finite`, `cancelled`
 */
export async function trainFold(
  { candidate, task, table: given, target, keys, fold }: FoldWork,
  providers: EngineProvider[],
  { signal, progress = () => undefined }: FoldContext,
  effects: RecipeEffects,
): Promise<FoldTrained> {
  const started = effects.now();
  const table = withLags(given, candidate.derive, task);
  const parts = new Uint8Array(table.rows).fill(NO_PART);
  for (const row of fold.learn) parts[row] = PART_CODE.train;
  const stops = candidate.trainer.patience !== null && candidate.model.kind !== 'baseline';
  if (stops) for (const row of holdOut(fold, target, keys)) parts[row] = PART_CODE.validation;
  const { outcome, model, engine, module } = await trainRecipe(
    { recipe: candidateRecipe(candidate, UNSTORED), task, table, parts },
    providers,
    { signal, progress },
    effects,
  );
  if (outcome.type === 'cancelled') throw new LoamError('cancelled');
  if (outcome.type === 'failed') throw outcome.problem;
  if (!model) throw new LoamError('internal', { message: 'a training without a model' });
  const { manifest, preprocessing, weights } = model;
  const whole = { ...manifest, preprocessing: UNSTORED, weights: weights && UNSTORED };
  const predictor = makePredictor(whole, preprocessing, weights);
  const { probabilities, values } = predictor.predictTable(table, fold.judge);
  const answers = Float64Array.from(probabilities ?? values!);
  if (!answers.every(Number.isFinite)) throw new LoamError('loss-not-finite');
  return {
    answers,
    bestEpoch: candidate.model.kind === 'baseline' ? 0 : outcome.bestEpoch,
    seconds: (effects.now() - started) / 1000,
    bytes: weights?.length ?? 0,
    engine: engine.backend,
    module: module?.digest ?? null,
    model,
  };
}
