import { LoamError } from '../../core/errors';
import type { DecisionScores } from '../../core/evaluation/decisions';
import type { WorkspaceContext } from '../workspace-context';
import type { WorkOptions } from './evaluate-run';
import type { LoadedRun } from './load-run';
import { unseenAnswers } from './unseen-answers';

type Context = Pick<WorkspaceContext, 'id' | 'store' | 'workers'>;

/**
 * The positive class's probability on validation, or over the folds, by answers that have not seen the rows.
 * @param calibrated false: as the model would answer without its calibrator
 * @throws LoamError `part-learnt` as `unseenAnswers`, `internal` where the run has no model, `cancelled`
 */
export async function decisionScoresOf(
  context: Context,
  { row }: Pick<LoadedRun, 'row'>,
  { signal, calibrated = true }: WorkOptions & { calibrated?: boolean } = {},
): Promise<DecisionScores> {
  const { outcome, task } = row;
  const model = outcome && outcome.type !== 'failed' ? outcome.model : null;
  if (!model) {
    throw new LoamError('internal', { message: 'a run without a model decides nothing' });
  }
  const part = 'validation' as const;
  const unseen = await unseenAnswers(context, row, part);
  const request = { workspace: context.id, model, task, part, unseen };
  return context.workers.analyst.call(
    'decisionScores',
    { ...request, ...(!calibrated && { calibrated }) },
    signal && { signal },
  );
}
