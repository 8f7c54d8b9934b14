/** What a model answered on some rows, beside the truth; the input of every metric. */

/** Class indices, one per row. */
export type ClassIndices = Int32Array | Uint8Array | Uint16Array | Uint32Array;

/** `probabilities[class][row]`, binary too: negative first, positive second. */
export interface BinaryAnswers {
  kind: 'binary';
  truth: ClassIndices;
  probabilities: readonly Float64Array[];
  /** The answer is the positive class from this probability on. */
  threshold: number;
}

export interface MulticlassAnswers {
  kind: 'multiclass';
  truth: ClassIndices;
  probabilities: readonly Float64Array[];
}

export interface RegressionAnswers {
  kind: 'regression';
  truth: Float64Array;
  predicted: Float64Array;
}

export type ClassAnswers = BinaryAnswers | MulticlassAnswers;
export type Answers = ClassAnswers | RegressionAnswers;

/** Index of the answered class per row; the lowest index wins a tie (numpy's argmax). */
export function decide(answers: ClassAnswers): Int32Array<ArrayBuffer> {
  const { truth, probabilities } = answers;
  const decided = new Int32Array(truth.length);
  if (answers.kind === 'binary') {
    const positive = probabilities[1]!;
    for (let i = 0; i < decided.length; i++) decided[i] = positive[i]! >= answers.threshold ? 1 : 0;
    return decided;
  }
  for (let i = 0; i < decided.length; i++) {
    let best = 0;
    for (let c = 1; c < probabilities.length; c++) {
      if (probabilities[c]![i]! > probabilities[best]![i]!) best = c;
    }
    decided[i] = best;
  }
  return decided;
}
