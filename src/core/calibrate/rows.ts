/** What a calibrator is fitted on: answers to rows that the model had not learnt from. */
import type { ClassIndices } from '../metrics/answers';

export interface LogitRows {
  /** At least 2; two classes have one logit per row, of the positive one. */
  classes: number;
  /** [rows], or [rows, classes]. */
  logits: Float64Array;
  truth: ClassIndices;
}
