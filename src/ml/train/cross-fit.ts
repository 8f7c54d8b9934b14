/** One candidate on all folds of a plan: every judged row answered by a model that had not seen it. */
import type { Table } from '../../core/dataset/types';
import { joinFolds, type FoldAnswers } from '../../core/study/out-of-fold';
import type { Candidate, OutOfFold } from '../../core/study/types';
import { dealFolds } from '../../core/task/deal-folds';
import { foldKeys, foldTimes } from '../../core/task/fold-keys';
import type { Fold, FoldPlan } from '../../core/task/folds';
import type { Target } from '../../core/task/target';
import type { TaskManifest } from '../../core/task/types';
import type { EngineProvider } from '../engine/engine';
import type { RecipeEffects } from './train-recipe';
import { trainFold, type FoldContext, type FoldTrained } from './train-fold';

export interface CrossFitInput {
  candidate: Candidate;
  task: TaskManifest;
  /** All columns of the task's dataset: rows are known by what they hold. */
  table: Table;
  parts: Uint8Array;
  target: Target;
  plan: FoldPlan;
}

export interface CrossFit {
  answers: OutOfFold;
  /** In the order of the plan. */
  folds: ({ fold: Fold } & Omit<FoldTrained, 'answers' | 'model'>)[];
}

/** @throws LoamError `fold-empty`, and what `trainFold` throws */
export async function crossFit(
  { candidate, task, table, parts, target, plan }: CrossFitInput,
  providers: EngineProvider[],
  context: FoldContext & { began?(fold: Fold, count: number): void },
  effects: RecipeEffects,
): Promise<CrossFit> {
  const keys = foldKeys(task, table);
  const dealt = dealFolds({ plan, parts, target, keys, times: foldTimes(task, table) });
  const answered: FoldAnswers[] = [];
  const folds: CrossFit['folds'] = [];
  for (const fold of dealt) {
    context.began?.(fold, dealt.length);
    const work = { candidate, task, table, target, keys, fold };
    const { answers, model: _, ...facts } = await trainFold(work, providers, context, effects);
    answered.push({ fold, answers });
    folds.push({ fold, ...facts });
  }
  const width = target.type === 'classes' ? target.classes.length : 1;
  return { answers: joinFolds(answered, width), folds };
}
