/** From a network's outputs to probabilities, numbers and answers. */
import { calibrated } from '../../core/calibrate/apply';
import { sigmoid } from '../../core/math';
import { softmaxInPlace } from '../../core/math/softmax';
import type { Calibrator, ModelManifest } from '../../core/model/types';

export type Head = Pick<ModelManifest, 'kind' | 'targetTransform'> & {
  classes: number;
  /** Default: none. */
  calibrator?: Calibrator | null;
};

/**
 * Per row: probability of each class (binary: [negative, positive] from one logit), calibrated where the model
 * has a calibrator, or the number.
 *
 * @param outputs [rows, outputs] of the network
 * @returns [rows, classes], or [rows] for regression
 */
export function answersOf(head: Head, outputs: Float64Array | Float32Array): Float64Array {
  if (head.calibrator) return calibrated(head.calibrator, head.classes, outputs);
  switch (head.kind) {
    case 'binary': {
      const result = new Float64Array(outputs.length * 2);
      for (let row = 0; row < outputs.length; row++) {
        const p = sigmoid(outputs[row]!);
        result[row * 2] = 1 - p;
        result[row * 2 + 1] = p;
      }
      return result;
    }
    case 'multiclass': {
      const result = Float64Array.from(outputs);
      for (let at = 0; at < result.length; at += head.classes) {
        softmaxInPlace(result.subarray(at, at + head.classes));
      }
      return result;
    }
    case 'regression': {
      const { offset, scale } = head.targetTransform;
      const result = new Float64Array(outputs.length);
      for (let row = 0; row < outputs.length; row++) result[row] = outputs[row]! * scale + offset;
      return result;
    }
    default:
      throw head.kind satisfies never;
  }
}

/**
 * Index of the answer: binary by the threshold, else the largest (the first of equals).
 *
 * @param from where the row's `classes` probabilities begin
 */
export function answerIndex(
  probabilities: Float64Array,
  threshold: number | null,
  from = 0,
  classes = probabilities.length,
): number {
  if (threshold !== null && classes === 2) return probabilities[from + 1]! >= threshold ? 1 : 0;
  let best = from;
  for (let at = from + 1; at < from + classes; at++) {
    if (probabilities[at]! > probabilities[best]!) best = at;
  }
  return best - from;
}
