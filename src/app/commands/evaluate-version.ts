/**
 * Judges a version that decides otherwise than the model of its run, on the part that the run was judged on last.
 * What was judged before is read.
 */
import { identityOf, type Link } from '../../core/hash/digest';
import type { Evaluation } from '../../core/evaluation/types';
import type { RunRow } from '../../core/log/rows';
import type { WorkspaceContext } from '../workspace-context';
import type { WorkOptions } from './evaluate-run';
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
  const key = identityOf({ kind: 'evaluation', ...request });
  const found = await session.store.find('analyses', 'key', key);
  const known = found.find(({ kind }) => kind === 'evaluation');
  if (known) return session.json(known.result, 'loam.evaluation/1');
  return session.underLease(async (lease) => {
    const { evaluation, link } = await session.workers.analyst.call(
      'evaluate',
      { workspace: session.id, lease: lease.id, ...request },
      options,
    );
    const op = { type: 'analysed', key, kind: 'evaluation', of: model, result: link } as const;
    return { ops: [op], value: evaluation };
  });
}
