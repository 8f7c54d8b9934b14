/** What each row of a part was given by a model of two classes, for the decisions of any threshold. */
import { LoamError } from '../../src/core/errors';
import type { DecisionScores } from '../../src/core/evaluation/decisions';
import type { CallContext, EvaluationRequest, Progress } from '../contract';
import { answersOn, type EvaluationStore } from './evaluate-model';
import { noOnnx, type OpenOnnx } from '../onnx/open-onnx';
import type { Pause } from './pause';

/** @throws LoamError `columns-differ` where the task has not two classes, or model and task do not fit */
export async function decisionScores(
  store: Pick<EvaluationStore, 'objects'>,
  request: EvaluationRequest,
  context: CallContext<Progress>,
  pause: Pause,
  open: OpenOnnx = noOnnx,
): Promise<DecisionScores> {
  const { task, answers, truth } = await answersOn(store, request, context, pause, open);
  const { probabilities } = answers;
  if (task.kind !== 'binary' || truth.type !== 'classes' || !probabilities) {
    throw new LoamError('columns-differ', { reason: 'The task has not two classes.' });
  }
  const given = Array.from(truth.codes, (code, row) => ({ code, p: probabilities[2 * row + 1]! }));
  const of = (wanted: number) =>
    Float64Array.from(
      given.filter(({ code }) => code === wanted),
      ({ p }) => p,
    ).sort();
  return { positive: of(1), negative: of(0) };
}
