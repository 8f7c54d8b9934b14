/**
 * A recipe that is learnt by folds: models of the folds answer rows that they had not seen, then the model learns
 * from train and validation together, for as many epochs as the folds needed (their median), with no early stopping.
 * One engine makes them all: where the policy is `auto` the first fold chooses it, and where it is lost, all is begun
 * again on another.
 */
import { isLoamError } from '../../core/errors';
import type { EngineChoice } from '../../core/log/types';
import type { Fitting } from '../../core/recipe/refinements';
import type { RefinedRecipe } from '../../core/recipe/types';
import { firstRepeat } from '../../core/study/out-of-fold';
import type { OutOfFold } from '../../core/study/types';
import { readTarget } from '../../core/task/target';
import { PART_CODE } from '../../core/task/types';
import { ENGINE_LABEL } from '../engine/choose-engine';
import type { EngineProvider } from '../engine/engine';
import { columnOf } from '../preprocess/column-view';
import { crossFit, engineAfter, type CrossFit, type FoldsDone } from './cross-fit';
import type { TrainingInput } from './prepare';
import { emptyCurves, type RecipeEvent, type RecipeResult } from './recipe-result';
import type { RefinedContext, RefinedState } from './refined-state';
import { trainRecipe, type RecipeEffects } from './train-recipe';

type Refined = TrainingInput & { recipe: RefinedRecipe };
type ByFolds = Extract<Fitting, { type: 'folds' }>;

export interface FoldsResult extends RecipeResult {
  /** Before any calibration; null where a fold failed. */
  outOfFold: OutOfFold | null;
  /** Of the first repeat: each row once at most. */
  unseen: OutOfFold | null;
}

/** Milliseconds of work on folds that are worth keeping. */
const WORTH_KEEPING_MS = 1000;

const NO_ENGINE: EngineChoice = { backend: 'none', why: 'Nothing was trained.', measured: [] };

/**
 * @param input its table has all columns of the dataset, and its lags
 * @throws LoamError what `crossFit` and `trainRecipe` throw
 */
export async function trainByFolds(
  input: Refined,
  fitting: ByFolds,
  providers: EngineProvider[],
  context: RefinedContext,
  effects: RecipeEffects,
): Promise<FoldsResult> {
  let available = providers;
  let from = context.from ?? null;
  for (;;) {
    let last = from?.folds?.choice ?? NO_ENGINE;
    const progress = (event: RecipeEvent) => {
      if (event.type === 'engine') last = event.engine;
      context.progress(event);
    };
    try {
      const asked = { ...context, progress, from };
      const { done, ...result } = await attempt(input, fitting, available, asked, effects);
      const module = result.module?.digest ?? null;
      // What other code of the same engine has begun, this code does not end.
      const otherCode = done.some((fold) => fold.module !== module) && result.model !== null;
      if (!from || !otherCode) return result;
      from = null;
    } catch (error) {
      if (isLoamError(error, 'loss-not-finite')) return diverged(input, last, error);
      const lost = available.find(({ name }) => name === last.backend);
      const gone = isLoamError(error, 'engine-lost') || isLoamError(error, 'engine-unavailable');
      if (!gone || !lost || input.recipe.engine !== 'auto' || available.length === 1) throw error;
      available = available.filter((provider) => provider !== lost);
      from = null;
      const label = `${ENGINE_LABEL[lost.name]} was lost: all folds are begun again`;
      context.progress({ type: 'stage', label });
    }
  }
}

async function attempt(
  input: Refined,
  { folds: plan }: ByFolds,
  providers: EngineProvider[],
  context: RefinedContext,
  effects: RecipeEffects,
): Promise<FoldsResult & Pick<FoldsDone, 'done'>> {
  const { recipe, parts } = input;
  const crossed = await foldsOf(input, plan, providers, context, effects);
  const { choice, done } = crossed;
  const epochs = medianOf(done.map(({ bestEpoch }) => Math.max(1, bestEpoch)));
  const engine = engineAfter(recipe.engine, choice.backend);
  const whole: Refined = {
    ...input,
    recipe: { ...recipe, engine, trainer: { ...recipe.trainer, epochs, patience: null } },
    parts: parts.map((part) => (part === PART_CODE.validation ? PART_CODE.train : part)),
  };
  const { signal, progress, from, checkpoint } = context;
  progress({ type: 'stage', label: `Learning from all rows, ${epochs} epochs` });
  const keep = (training: RefinedState['training']) =>
    checkpoint!({ folds: { choice, done }, training });
  const result = await trainRecipe(
    whole,
    providers,
    {
      signal,
      progress: (event) => progress(event.type === 'engine' ? { ...event, engine: choice } : event),
      from: from?.training ?? null,
      ...(checkpoint && { checkpoint: keep }),
    },
    effects,
  );
  const unseen = firstRepeat(crossed.answers, plan.count);
  return { ...result, engine: choice, outOfFold: crossed.answers, unseen, done };
}

function foldsOf(
  { recipe, task, table, parts }: Refined,
  plan: ByFolds['folds'],
  providers: EngineProvider[],
  { signal, progress, from, checkpoint }: RefinedContext,
  effects: RecipeEffects,
): Promise<CrossFit> {
  const { preprocessing, targetScale, model, trainer, seed, engine, derive } = recipe;
  const candidate = { preprocessing, targetScale, model, trainer, seed, engine, derive };
  const target = readTarget(columnOf(table, task.target), task.kind, task.classes);
  let kept = effects.now();
  return crossFit(
    { candidate, task, table, parts, target, plan },
    providers,
    {
      signal,
      from: from?.folds ?? null,
      progress(event) {
        if (event.type === 'engine') progress(event);
      },
      began({ number }, count) {
        progress({ type: 'stage', label: `Fold ${number + 1} of ${count}` });
      },
      async ended(folds) {
        if (!checkpoint || effects.now() - kept < WORTH_KEEPING_MS) return;
        await checkpoint({ folds, training: null });
        kept = effects.now();
      },
    },
    effects,
  );
}

function diverged(
  input: Refined,
  engine: EngineChoice,
  problem: Extract<RecipeResult['outcome'], { type: 'failed' }>['problem'],
): FoldsResult {
  return {
    outcome: { type: 'failed', problem, epochs: 0 },
    model: null,
    curves: emptyCurves(input),
    ...{ engine, adapter: null, module: null, outOfFold: null, unseen: null },
  };
}

/** The lower one of an even number of values. */
function medianOf(values: number[]): number {
  return values.sort((a, b) => a - b)[(values.length - 1) >> 1]!;
}
