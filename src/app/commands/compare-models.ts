/** Asks whether one model is better than another. What has been asked before is read, not worked out again. */
import { identityOf, type Link } from '../../core/hash/digest';
import type { Comparison } from '../../core/compare/types';
import { readRecipe } from '../../core/formats/read-manifest';
import type { RunRow } from '../../core/log/rows';
import type { MetricName } from '../../core/metrics/names';
import { isLearntByFolds } from '../../core/recipe/refinements-of';
import type { Part } from '../../core/task/types';
import type { ComparedModel, CompareRequest } from '../../../workers/analyst/compare-contract';
import type { WorkspaceContext } from '../workspace-context';
import type { WorkOptions } from './evaluate-run';
import { keptAnalysis } from './kept-analysis';
import { unseenAnswers } from './unseen-answers';

/** @throws LoamError `columns-differ`, `cancelled` */
export async function compareModels(
  session: WorkspaceContext,
  request: CompareRequest,
  options: WorkOptions = {},
): Promise<Comparison> {
  const kind = 'comparison';
  const key = identityOf({ kind, ...request });
  return keptAnalysis(session, { kind, key, of: request.task }, async (lease) => {
    const asked = { workspace: session.id, lease, ...request };
    const { comparison, link } = await session.workers.analyst.call('compare', asked, options);
    return { answer: comparison, link };
  });
}

async function comparedModel(
  session: WorkspaceContext,
  run: RunRow,
  part: Part,
): Promise<ComparedModel | null> {
  const { outcome } = run;
  if (!outcome || outcome.type === 'failed' || outcome.model === null) return null;
  const validationToo = isLearntByFolds(await readRecipe(session.store.objects, run.recipe));
  // Rows that it learnt from are left out.
  const cancelled = validationToo && outcome.type === 'cancelled';
  const unseen = cancelled ? null : await unseenAnswers(session, run, part);
  return { model: outcome.model, learntFrom: run.task, validationToo, unseen };
}

/**
 * B against A on validation; null where one of them has no model.
 * @param tried candidates that B is the best of, 1 where there was no choice
 */
export async function compareRuns(
  session: WorkspaceContext,
  { a, b, metric, tried }: { a: RunRow; b: RunRow; metric: MetricName; tried: number },
  options: WorkOptions = {},
): Promise<Comparison | null> {
  const part = 'validation';
  const ofA = await comparedModel(session, a, part);
  const ofB = await comparedModel(session, b, part);
  if (!ofA || !ofB) return null;
  const task: Link = b.task;
  const request = { of: 'models', task, part, metric, tried, a: ofA, b: ofB } as const;
  return compareModels(session, request, options);
}
