/** Asks whether one trial of a study is better than another, by the same folds. What was asked before is read. */
import { LoamError } from '../../core/errors';
import type { Comparison } from '../../core/compare/types';
import { trialId } from '../../core/log/project';
import type { WorkspaceContext } from '../workspace-context';
import { compareModels } from './compare-models';
import type { WorkOptions } from './evaluate-run';

/**
 * B against A by the study's metric.
 * @param tried trials that B is the best of, 1 where there was no choice
 * @throws LoamError `not-found` where a trial has no result, `cancelled`
 */
export async function compareTrials(
  context: WorkspaceContext,
  { study, a, b, tried }: { study: string; a: number; b: number; tried: number },
  options: WorkOptions = {},
): Promise<Comparison> {
  const row = await context.store.get('studies', study);
  if (!row) throw new LoamError('not-found', { kind: 'study', name: study });
  const { metric } = await context.json(row.spec, 'loam.study/1');
  const [first, second] = await Promise.all(
    [a, b].map(async (number) => {
      const trial = await context.store.get('trials', trialId({ study, number }));
      if (trial?.result) return trial.result;
      const reason = `trial ${number + 1} of ${row.name} has no result yet`;
      throw new LoamError('not-found', { kind: 'trial', reason });
    }),
  );
  const of = { of: 'trials', a: first!, b: second! } as const;
  return compareModels(context, { task: row.task, metric, tried, ...of }, options);
}
