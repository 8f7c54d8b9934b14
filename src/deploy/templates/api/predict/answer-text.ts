/** Answers as JSON text, written by hand: the fields are few and known, and their names need no escaping twice. */
import type { TablePrediction } from '../../../../ml/predict/predictor';
import type { RowProblem } from '../../../runtime/answer-rows';
import type { ServedModel } from '../start/served-model';

/**
 * As JSON.stringify writes it, in two thirds of the time of String(value); but zero keeps its sign. A number
 * that is none becomes null.
 */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}

export interface AnswerText {
  /** `"model":"…","version":…,"runtime":"…"` */
  readonly head: string;
  /**
   * `"answer":…,"probabilities":…,"problems":…` of one row; before the problems `"low":…,"high":…` or `"set":[…]`
   * where the model gives them.
   */
  row(prediction: TablePrediction, row: number, problems: readonly RowProblem[]): string;
}

export function answerText({ name, version, classes, runtime }: ServedModel): AnswerText {
  const head = `"model":${JSON.stringify(name)},"version":${version},"runtime":"${runtime.name}"`;
  const labels = classes?.map((label) => JSON.stringify(label)) ?? [];
  const answers = labels.map((label) => `"answer":${label},"probabilities":{`);
  const shares = labels.map((label, i) => `${i > 0 ? ',' : ''}${label}:`);

  function problemsText(problems: readonly RowProblem[]): string {
    return problems.length === 0 ? '[]' : JSON.stringify(problems);
  }
  function setText(set: Uint8Array | null, row: number): string {
    if (!set) return '';
    const from = row * labels.length;
    return `,"set":[${labels.filter((_, c) => set[from + c] === 1).join(',')}]`;
  }
  return {
    head,
    row(prediction, row, problems) {
      const { values, probabilities, labels: indices, interval, set } = prediction;
      if (!indices || !probabilities) {
        const answer = numberText(values![row]!);
        const ends = interval
          ? `,"low":${numberText(interval.low[row]!)},"high":${numberText(interval.high[row]!)}`
          : '';
        return `"answer":${answer},"probabilities":null${ends},"problems":${problemsText(problems)}`;
      }
      let text = answers[indices[row]!]!;
      for (let c = 0, at = row * labels.length; c < labels.length; c++, at++) {
        text += shares[c]! + numberText(probabilities[at]!);
      }
      return `${text}}${setText(set, row)},"problems":${problemsText(problems)}`;
    },
  };
}
