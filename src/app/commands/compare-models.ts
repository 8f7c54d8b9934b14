/** Asks whether one model is better than another. What has been asked before is read, not worked out again. */
import { identityOf, type Digest, type Link } from '../../core/hash/digest';
import type { Comparison } from '../../core/compare/types';
import { readRecipe } from '../../core/formats/read-manifest';
import type { RunRow } from '../../core/log/rows';
import type { MetricName } from '../../core/metrics/names';
import { refinementsOf } from '../../core/recipe/refinements-of';
import type { Part } from '../../core/task/types';
import type { ComparedModel, CompareRequest } from '../../../workers/analyst/compare-contract';
import type { WorkspaceContext } from '../workspace-context';
import type { WorkOptions } from './evaluate-run';
import { unseenAnswers } from './unseen-answers';

/** What everything read is named by. */
export function comparisonKey(request: CompareRequest): Digest {
  return identityOf({ kind: 'comparison', ...request });
}

/** @throws LoamError `columns-differ`, `cancelled` */
export async function compareModels(
  session: WorkspaceContext,
  request: CompareRequest,
  options: WorkOptions = {},
): Promise<Comparison> {
  const key = comparisonKey(request);
  const found = await session.store.find('analyses', 'key', key);
  const known = found.find(({ kind }) => kind === 'comparison');
  if (known) return session.json(known.result, 'loam.comparison/1');
  return session.underLease(async (lease) => {
    const { comparison, link } = await session.workers.analyst.call(
      'compare',
      { workspace: session.id, lease: lease.id, ...request },
      options,
    );
    const op = {
      type: 'analysed',
      key,
      kind: 'comparison',
      of: request.task,
      result: link,
    } as const;
    return { ops: [op], value: comparison };
  });
}

async function comparedModel(
  session: WorkspaceContext,
  run: RunRow,
  part: Part,
): Promise<ComparedModel | null> {
  const { outcome } = run;
  if (!outcome || outcome.type === 'failed' || outcome.model === null) return null;
  const { fitting } = refinementsOf(await readRecipe(session.store.objects, run.recipe));
  return {
    model: outcome.model,
    learntFrom: run.task,
    validationToo: fitting.type === 'folds',
    unseen: await unseenAnswers(session, run, part),
  };
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
