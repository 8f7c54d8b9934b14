/**
 * Judges a version that decides otherwise than the model of its run, on the part that the run was judged on last.
 * What was judged before is read.
 */
import { identityOf, type Link } from '../../core/hash/digest';
import type { Evaluation } from '../../core/evaluation/types';
import type { RunRow } from '../../core/log/rows';
import type { WorkspaceContext } from '../workspace-context';
import type { WorkOptions } from './evaluate-run';
import { keptAnalysis } from './kept-analysis';
import { unseenAnswers } from './unseen-answers';

/** On test where that was opened for the run, else on validation. @throws what evaluating throws */
export async function evaluateVersion(
  session: WorkspaceContext,
  model: Link,
  run: RunRow,
  options: WorkOptions = {},
): Promise<Evaluation> {
  const part = run.test ? 'test' : 'validation';
  const unseen = await unseenAnswers(session, run, part);
  const request = { model, task: run.task, part, unseen } as const;
  const kind = 'evaluation';
  const key = identityOf({ kind, ...request });
  return keptAnalysis(session, { kind, key, of: model }, async (lease) => {
    const asked = { workspace: session.id, lease, ...request };
    const { evaluation, link } = await session.workers.analyst.call('evaluate', asked, options);
    return { answer: evaluation, link };
  });
}
