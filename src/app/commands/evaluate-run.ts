/** Judges a run's model on one part and records the evaluation. Test goes through `openTest`. */
import { LoamError } from '../../core/errors';
import type { Evaluation } from '../../core/evaluation/types';
import type { Link } from '../../core/hash/digest';
import type { RunRow } from '../../core/log/rows';
import type { MetricName } from '../../core/metrics/names';
import type { Part } from '../../core/task/types';
import type { Progress } from '../../../workers/contract';
import { unseenAnswers } from './unseen-answers';
import type { WorkspaceContext } from '../workspace-context';

export interface EvaluateRequest {
  run: string;
  model: Link;
  task: Link;
  part: Part;
  metric: MetricName;
}

export interface WorkOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** What a run came to, and when that is recorded. */
export interface Ended extends Pick<RunRow, 'outcome' | 'recipe'> {
  recorded: Promise<unknown>;
}

export async function evaluateRun(
  session: WorkspaceContext,
  request: EvaluateRequest,
  options: WorkOptions = {},
): Promise<Evaluation> {
  const row = await session.store.get('runs', request.run);
  if (!row) throw new LoamError('object-missing');
  return evaluateOutcome(session, request, { ...row, recorded: Promise.resolve() }, options);
}

/** May begin while the end of the run is being recorded; the evaluation is recorded after it, or not at all. */
export async function evaluateOutcome(
  session: WorkspaceContext,
  { run, model, task, part, metric }: EvaluateRequest,
  { recorded, ...ended }: Ended,
  options: WorkOptions = {},
): Promise<Evaluation> {
  const unseen = await unseenAnswers(session, ended, part);
  return session.underLease(async (lease) => {
    const { evaluation, link } = await session.workers.analyst.call(
      'evaluate',
      { workspace: session.id, lease: lease.id, model, task, part, unseen },
      options,
    );
    await recorded;
    const score = evaluation.metrics.find((each) => each.name === metric);
    return {
      ops: [
        {
          type: 'evaluated',
          run,
          part,
          evaluation: link,
          metric,
          value: score?.value ?? null,
          low: score?.low ?? null,
          high: score?.high ?? null,
        },
      ],
      value: evaluation,
    };
  });
}

/** Opens the sealed test part: the reason is in the log before any number exists. */
export async function openTest(
  session: WorkspaceContext,
  request: Omit<EvaluateRequest, 'part'> & { reason: string },
  options: WorkOptions = {},
): Promise<Evaluation> {
  const { run, task, reason } = request;
  await session.store.commit([{ type: 'test-opened', run, task, reason }]);
  return evaluateRun(session, { ...request, part: 'test' }, options);
}
