/** A run as a cell sees it. */
import { LoamError } from '../../../core/errors';
import type { Evaluation } from '../../../core/evaluation/types';
import type { RunRow } from '../../../core/log/rows';
import type { RunFacts } from '../../../kernel/library/verbs';
import type { WorkspaceContext } from '../../workspace-context';
import { evaluateRun } from '../../commands/evaluate-run';

export async function runFacts(
  context: WorkspaceContext,
  id: string,
  known: boolean,
  signal: AbortSignal,
): Promise<RunFacts> {
  const row = await context.store.get('runs', id);
  if (!row || row.status === 'running') throw new LoamError('not-found', { kind: 'run', name: id });
  const { kind, classes, metric } = await context.json(row.task, 'loam.task/1');
  const judged = await validationOf(context, row, signal);
  return {
    id,
    name: row.name,
    model: row.model,
    status: row.status,
    failure: row.outcome?.type === 'failed' ? row.outcome.message : null,
    known,
    engine: row.engine?.backend ?? null,
    seconds: row.seconds,
    kind,
    positive: kind === 'binary' ? (classes?.[1] ?? null) : null,
    metric,
    score: judged?.metrics.find(({ name }) => name === metric) ?? null,
  };
}

/** As it is stored, or judged now where that was cut off; null for a run without a model. */
export async function validationOf(
  context: WorkspaceContext,
  row: RunRow,
  signal: AbortSignal,
): Promise<Evaluation | null> {
  if (row.validation) return context.json(row.validation.evaluation, 'loam.evaluation/1');
  const model = row.outcome && row.outcome.type !== 'failed' ? row.outcome.model : null;
  if (!model) return null;
  const { metric } = await context.json(row.task, 'loam.task/1');
  const request = { run: row.id, model, task: row.task, part: 'validation' as const, metric };
  return evaluateRun(context, request, { signal });
}
