/**
 * A recipe with everything that it refines. Held out: the model learns from train, and its answers to validation
 * make its calibrator and its conformal answers. By folds: models of the folds answer rows that they had not seen;
 * those answers make both, and the model itself then learns from train and validation together, for as many epochs
 * as the folds needed (their median), with no early stopping.
 */
import { LoamError } from '../../core/errors';
import { heldOutFolds } from '../../core/calibrate/fit';
import { linkTo } from '../../core/hash/digest';
import type { Refinements } from '../../core/recipe/refinements';
import { refinementsOf } from '../../core/recipe/refinements-of';
import type { RefinedRecipe } from '../../core/recipe/types';
import type { OutOfFold } from '../../core/study/types';
import { readTarget } from '../../core/task/target';
import type { TaskManifest } from '../../core/task/types';
import type { EngineProvider } from '../engine/engine';
import { makePredictor } from '../predict/predictor';
import { columnOf } from '../preprocess/column-view';
import { withLags } from '../preprocess/lag-columns';
import { rowsOfPart, type TrainingInput } from './prepare';
import type { RecipeResult, TrainedModel } from './recipe-result';
import type { RefinedContext } from './refined-state';
import { refineAnswers, type UnseenAnswers } from './refine-answers';
import { trainByFolds } from './train-by-folds';
import { trainRecipe, type RecipeContext, type RecipeEffects } from './train-recipe';

export interface RefinedResult extends RecipeResult {
  /** Of the folds, before any calibration; null where there were none. */
  outOfFold: OutOfFold | null;
}

type Refined = TrainingInput & { recipe: RefinedRecipe };

/** A model that is not stored has objects without names. */
const UNSTORED = linkTo('0'.repeat(64));

/**
 * @param given by folds, its table has all columns of the dataset
 * @throws LoamError what `trainRecipe` and `crossFit` throw, `part-empty` where a calibrator has no rows to learn from
 */
export async function trainRefined(
  given: TrainingInput,
  providers: EngineProvider[],
  context: RefinedContext,
  effects: RecipeEffects,
): Promise<RefinedResult> {
  const { derive } = refinementsOf(given.recipe);
  const input = { ...given, table: withLags(given.table, derive, given.task) };
  const alone = withoutFolds(context);
  if (!isRefined(input)) {
    return { ...(await trainRecipe(input, providers, alone, effects)), outOfFold: null };
  }
  const { fitting, calibration } = refinementsOf(input.recipe);
  checkCalibration(calibration, input.task);
  switch (fitting.type) {
    case 'held-out':
      return trainHeldOut(input, providers, alone, effects);
    case 'folds': {
      const { unseen, ...result } = await trainByFolds(input, fitting, providers, context, effects);
      const model = result.model && unseen && refinedModel(result.model, input, unseen);
      return { ...result, model };
    }
    default:
      throw fitting satisfies never;
  }
}

function withoutFolds({ signal, progress, from, checkpoint }: RefinedContext): RecipeContext {
  return {
    ...{ signal, progress, from: from?.training ?? null },
    ...(checkpoint && { checkpoint: (training) => checkpoint({ folds: null, training }) }),
  };
}

function isRefined(input: TrainingInput): input is Refined {
  return input.recipe.format === 'loam.recipe/4';
}

function checkCalibration(calibration: Refinements['calibration'], { kind }: TaskManifest): void {
  const refuse = (reason: string): never => {
    throw new LoamError('recipe-invalid', { field: 'calibration', reason });
  };
  if (calibration === 'none') return;
  if (kind === 'regression') refuse('is of probabilities, and a regression has none');
  if (kind === 'multiclass' && calibration === 'platt') {
    refuse('may be platt for two classes only; isotonic and temperature know several');
  }
}

async function trainHeldOut(
  input: Refined,
  providers: EngineProvider[],
  context: RecipeContext,
  effects: RecipeEffects,
): Promise<RefinedResult> {
  const { recipe, table, parts } = input;
  const rows = rowsOfPart(parts, 'validation');
  if (recipe.calibration !== 'none' && rows.length === 0) {
    throw new LoamError('part-empty', { part: 'validation' });
  }
  const result = await trainRecipe(input, providers, context, effects);
  const wanted = recipe.calibration !== 'none' || recipe.coverage !== null;
  const { model } = result;
  if (!wanted || !model || rows.length === 0) return { ...result, outOfFold: null };
  context.progress({ type: 'stage', label: 'Looking at how sure it may be' });
  const { manifest, preprocessing, weights } = model;
  const whole = { ...manifest, preprocessing: UNSTORED, weights: weights && UNSTORED };
  const { probabilities, values } = makePredictor(whole, preprocessing, weights).predictTable(
    table,
    rows,
  );
  const unseen = { rows, answers: probabilities ?? values!, folds: heldOutFolds(rows.length) };
  return { ...result, model: refinedModel(model, input, unseen), outOfFold: null };
}

function refinedModel(model: TrainedModel, input: Refined, unseen: UnseenAnswers): TrainedModel {
  const { recipe, task, table } = input;
  const target = readTarget(columnOf(table, task.target), task.kind, task.classes);
  const refined = refineAnswers(recipe, target, unseen);
  const format = refined.calibrator || refined.conformal ? 'loam.model/2' : model.manifest.format;
  return { ...model, manifest: { ...model.manifest, ...refined, format } };
}
