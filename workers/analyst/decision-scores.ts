/** What each row of a part was given by a model of two classes, for the decisions of any threshold. */
import { LoamError } from '../../src/core/errors';
import type { DecisionScores } from '../../src/core/evaluation/decisions';
import type { Target } from '../../src/core/task/target';
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
  const scores = scoresOf(truth, task.kind === 'binary' ? answers.probabilities : null);
  if (!scores) throw new LoamError('columns-differ', { reason: 'The task has not two classes.' });
  return scores;
}

/** @param probabilities [rows, 2]; null where there are not two classes, and so no scores */
export function scoresOf(truth: Target, probabilities: Float64Array | null): DecisionScores | null {
  if (truth.type !== 'classes' || !probabilities) return null;
  const of = (wanted: number) =>
    Float64Array.from(
      [...truth.codes.keys()].filter((row) => truth.codes[row] === wanted),
      (row) => probabilities[2 * row + 1]!,
    ).sort();
  return { positive: of(1), negative: of(0) };
}
