/** What predictions look like, and how they are made of answers, whoever computed these and whenever. */
import { conformalAnswers } from '../../core/conformal/answers';
import type { ModelManifest } from '../../core/model/types';
import { answerIndex } from './answer';
import type { InputProblem } from './problems';

export interface RowPrediction {
  /** The class label, or the number. */
  answer: string | number;
  /** In the order of the manifest's classes; null for regression. */
  probabilities: number[] | null;
  /** Where the number lies, as often as the model's conformal answers cover; null where it gives none. */
  interval: { low: number; high: number } | null;
  /** The classes that it may be, in the model's order and never none; null where the model gives none. */
  set: string[] | null;
  problems: InputProblem[];
}

export interface TablePrediction {
  rows: number;
  /** [rows, classes] row-major; null for regression. */
  probabilities: Float64Array | null;
  /** Regression: one number per row; null for classes. */
  values: Float64Array | null;
  /** Classes: index of the answer per row; null for regression. */
  labels: Uint32Array | null;
  /** Per row, as `RowPrediction`; null where the model gives none. */
  interval: { low: Float64Array; high: Float64Array } | null;
  /** [rows, classes]: 1 where the class is in the row's set; null where the model gives none. */
  set: Uint8Array | null;
  problems: InputProblem[];
}

/** Rows per block, so that inputs of a large table never exist all at once. */
export const BLOCK = 4096;
/** Rows 0, 1, ...: those of a first block, without being listed anew for each small table. */
const FIRST_ROWS = new Uint32Array(BLOCK).map((_, row) => row);

/** Row numbers of the block that starts at `start`; of a table where `rows` is null. */
export function blockOf(rows: Uint32Array | null, start: number, end: number): Uint32Array {
  if (rows) return rows.subarray(start, end);
  if (start === 0) return FIRST_ROWS.subarray(0, end);
  return new Uint32Array(end - start).map((_, i) => start + i);
}

/** @param answers [rows, classes], or [rows] for a number; belongs to the prediction from now on */
export function tablePrediction(
  { threshold, conformal }: Pick<ModelManifest, 'threshold' | 'conformal'>,
  classes: readonly string[] | null,
  rows: number,
  answers: Float64Array,
  problems: InputProblem[],
): TablePrediction {
  const width = classes ? classes.length : 1;
  const sure = conformalAnswers(conformal, answers, width);
  if (!classes) {
    return { rows, probabilities: null, values: answers, labels: null, ...sure, problems };
  }
  const labels = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    labels[row] = answerIndex(answers, threshold, row * width, width);
  }
  return { rows, probabilities: answers, values: null, labels, ...sure, problems };
}

/** The first row of a table's prediction. */
export function rowPrediction(
  classes: readonly string[] | null,
  { probabilities, values, labels, interval, set, problems }: TablePrediction,
): RowPrediction {
  if (!classes) {
    const between = interval && { low: interval.low[0]!, high: interval.high[0]! };
    return { answer: values![0]!, probabilities: null, interval: between, set: null, problems };
  }
  const answer = classes[labels![0]!]!;
  const among = set && classes.filter((_, c) => set[c] === 1);
  return {
    answer,
    probabilities: Array.from(probabilities!),
    interval: null,
    set: among,
    problems,
  };
}
