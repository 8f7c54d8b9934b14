/** The threshold that a brief's costs ask for, chosen as a person would in the threshold panel. */
import type { Brief } from '../../core/brief/types';
import { chooseThreshold, type ThresholdWish } from '../../core/evaluation/choose-threshold';
import { thresholdClause } from '../../core/evaluation/threshold-clause';
import { isLearntByFolds } from '../../core/recipe/refinements-of';
import type { WorkspaceContext } from '../workspace-context';
import { decisionScoresOf } from './decision-scores';
import type { WorkOptions } from './evaluate-run';
import type { LoadedRun } from './load-run';

export interface BriefThreshold {
  threshold: number;
  /** How it was chosen, as a clause. */
  chosen: string;
}

/**
 * Null where the brief says no costs, the task has not two classes, or calling nobody is cheapest.
 * @throws LoamError as `decisionScoresOf`
 */
export async function thresholdByBrief(
  context: Pick<WorkspaceContext, 'id' | 'store' | 'workers'>,
  run: Pick<LoadedRun, 'row' | 'task' | 'recipe'>,
  { cost, unit }: Pick<Brief, 'cost' | 'unit'>,
  options: WorkOptions = {},
): Promise<BriefThreshold | null> {
  if (!cost || run.task.kind !== 'binary') return null;
  const scores = await decisionScoresOf(context, run, options);
  const positive = run.task.classes?.[1] ?? '';
  const wish: ThresholdWish = { by: 'cost', cost };
  const found = chooseThreshold(scores, wish, positive, cost);
  if (found.type !== 'chosen') return null;
  const { threshold, found: hits, falseAlarms } = found.decision;
  if (hits + falseAlarms === 0) return null;
  const on = isLearntByFolds(run.recipe) ? 'over the folds' : 'on validation';
  return { threshold, chosen: thresholdClause(wish, positive, on, unit) };
}
