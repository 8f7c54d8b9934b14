/** `evaluate` and `open-test`: the evaluation that the screens show, with what any threshold would decide. */
import { LoamError } from '../../../core/errors';
import type { Evaluation } from '../../../core/evaluation/types';
import type { RunRow } from '../../../core/log/rows';
import type { EvaluationFacts, VerbTypes } from '../../../kernel/library/verbs';
import { openTest } from '../../commands/evaluate-run';
import { unseenAnswers } from '../../commands/unseen-answers';
import type { Asking, VerbPlace } from './desk';
import { mustPress, mustReadDataOf, runOf } from './find';
import { validationOf } from './run-facts';

export async function evaluateOn(
  place: VerbPlace,
  asking: Asking,
  { of }: VerbTypes['evaluate']['args'],
): Promise<EvaluationFacts> {
  const row = await runOf(place, of);
  await mustReadDataOf(place, asking, row);
  const evaluation = await validationOf(place.context, row, asking.signal);
  if (!evaluation) throw modelless(row);
  return withScores(place, asking, row, evaluation);
}

/** Test that was opened for this run stays open: asked again, it answers what is recorded. */
export async function openTestOf(
  place: VerbPlace,
  asking: Asking,
  { of, why }: VerbTypes['open-test']['args'],
): Promise<EvaluationFacts> {
  const { context } = place;
  const row = await runOf(place, of);
  await mustReadDataOf(place, asking, row);
  if (row.test) {
    const seen = await context.json(row.test.evaluation, 'loam.evaluation/1');
    return withScores(place, asking, row, seen);
  }
  const model = modelOf(row);
  const { metric, target } = await context.json(row.task, 'loam.task/1');
  await mustPress(
    place,
    asking,
    `Open the test part of “${target}” for ${row.name}: ${why.trim()}`,
  );
  const evaluation = await openTest(
    context,
    { run: row.id, model, task: row.task, metric, reason: why.trim() },
    { signal: asking.signal, onProgress: (event) => asking.progress(event) },
  );
  return withScores(place, asking, row, evaluation);
}

async function withScores(
  { context }: VerbPlace,
  { signal }: Asking,
  row: RunRow,
  evaluation: Evaluation,
): Promise<EvaluationFacts> {
  const { model, task, part, kind } = evaluation;
  const scores =
    kind === 'binary'
      ? await context.workers.analyst.call(
          'decisionScores',
          {
            workspace: context.id,
            model,
            task,
            part,
            unseen: await unseenAnswers(context, row, part),
          },
          { signal },
        )
      : null;
  return { run: row.id, evaluation, data: null, slices: [], scores };
}

export function modelOf(row: RunRow) {
  const model = row.outcome && row.outcome.type !== 'failed' ? row.outcome.model : null;
  if (!model) throw modelless(row);
  return model;
}

function modelless(row: RunRow): LoamError {
  return new LoamError('not-found', { kind: 'model', reason: `${row.name} has none` });
}
