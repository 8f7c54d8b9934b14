/** What a draft takes over from an earlier run. */
import type { LoadedRun } from './commands/load-run';
import { refinementsOf } from '../core/recipe/refinements-of';
import type { TrainableRecipe } from '../core/recipe/types';
import type { TaskDraft } from './commands/draft-task';
import type { FoldPlan } from '../core/task/folds';
import type { RecipeDraft } from './commands/start-run';

export function taskAsIn({
  row,
  task,
}: LoadedRun): Pick<TaskDraft, 'metric' | 'roles' | 'by'> & Partial<TaskDraft> {
  const { metric, roles, rule } = task;
  return {
    metric,
    roles: roles.map(({ column, role }) => ({ column, role, why: `as in ${row.name}` })),
    by: rule.by,
    ...(rule.by === 'time' ? {} : { validation: rule.validation, test: rule.test }),
  };
}

export function recipeAsIn(recipe: TrainableRecipe): RecipeDraft {
  const { preprocessing, targetScale, model, trainer, seed } = recipe;
  // The form trains by engines; of a model by code it takes the network.
  const engine = recipe.engine === 'cage' ? 'auto' : recipe.engine;
  const { fitting, ...refinements } = refinementsOf(recipe);
  const byFolds = fitting.type === 'folds' && askedFolds(fitting.folds);
  const own = { preprocessing, targetScale, model, trainer, seed, engine };
  return { ...own, ...refinements, byFolds };
}

/** Windows of time as many and as long as they were: a forecast stays one of so far ahead. Other folds as the task proposes. */
function askedFolds(plan: FoldPlan): NonNullable<RecipeDraft['byFolds']> {
  return plan.by === 'time' ? { windows: plan.count, ahead: plan.horizon } : true;
}
