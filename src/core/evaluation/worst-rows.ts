import { decide, type Answers } from '../metrics/answers';
import type { WorstRow } from './types';

/** Places of the `most` highest losses, highest first; ties by place. */
function highest(losses: Float64Array, most: number): number[] {
  const kept: number[] = [];
  for (let i = 0; i < losses.length; i++) {
    if (kept.length === most && losses[i]! <= losses[kept[most - 1]!]!) continue;
    let at = kept.length;
    while (at > 0 && losses[i]! > losses[kept[at - 1]!]!) at--;
    kept.splice(at, 0, i);
    if (kept.length > most) kept.pop();
  }
  return kept;
}

/**
 * The rows with the highest loss: the least probability given to the truth, or the largest error.
 * @param rows row number in the dataset version, per answer
 */
export function worstRows(
  answers: Answers,
  rows: ArrayLike<number>,
  classes: readonly string[],
  most: number,
): WorstRow[] {
  if (answers.kind === 'regression') {
    const { truth, predicted } = answers;
    const errors = predicted.map((answer, i) => answer - truth[i]!);
    return highest(errors.map(Math.abs), most).map((i) => ({
      row: rows[i]!,
      truth: truth[i]!,
      answer: predicted[i]!,
      score: errors[i]!,
    }));
  }
  const { truth, probabilities } = answers;
  const decided = decide(answers);
  const given = Float64Array.from(truth, (t, i) => probabilities[t]![i]!);
  return highest(
    given.map((p) => -p),
    most,
  ).map((i) => ({
    row: rows[i]!,
    truth: classes[truth[i]!]!,
    answer: classes[decided[i]!]!,
    score: given[i]!,
  }));
}
