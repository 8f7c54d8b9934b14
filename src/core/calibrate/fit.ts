/** A calibrator from answers to rows that the model had not learnt from, in one call and by cross-fitting. */
import type { Calibrator } from '../model/types';
import type { Calibration } from '../recipe/refinements';
import { calibrated } from './apply';
import { fitIsotonic } from './isotonic';
import { fitPlatt } from './platt';
import type { LogitRows } from './rows';
import { fitTemperature } from './temperature';

/** @param rows at least one; `platt` only of two classes */
export function fitCalibrator(how: Exclude<Calibration, 'none'>, rows: LogitRows): Calibrator {
  switch (how) {
    case 'platt':
      return fitPlatt(rows);
    case 'isotonic':
      return fitIsotonic(rows);
    case 'temperature':
      return fitTemperature(rows);
    default:
      throw how satisfies never;
  }
}

/**
 * Each row calibrated by what was fitted on the rows of other folds, so that no answer has seen its own truth.
 * What it says of a calibrator that is fitted on all rows is, if anything, a little too bad. A row whose truth is
 * the same in all other folds is calibrated as they are.
 *
 * @param folds number of the fold of each row
 * @returns [rows, classes] probabilities
 */
export function crossCalibrated(
  how: Exclude<Calibration, 'none'>,
  rows: LogitRows,
  folds: ArrayLike<number>,
): Float64Array {
  const { classes, truth } = rows;
  const result = new Float64Array(truth.length * classes);
  for (const fold of new Set(Array.from(folds))) {
    const inside = Uint32Array.from(truth, (_, row) => row).filter((row) => folds[row] === fold);
    const outside = Uint32Array.from(truth, (_, row) => row).filter((row) => folds[row] !== fold);
    const others = outside.length === 0 ? rows : chosen(rows, outside);
    const answers = calibrated(fitCalibrator(how, others), classes, chosen(rows, inside).logits);
    inside.forEach((row, i) => {
      result.set(answers.subarray(i * classes, (i + 1) * classes), row * classes);
    });
  }
  return result;
}

const HELD_OUT_FOLDS = 5;

/** Folds of rows that were held out together, in their order. */
export function heldOutFolds(rows: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(rows).map((_, row) => row % HELD_OUT_FOLDS);
}

function chosen({ classes, logits, truth }: LogitRows, rows: Uint32Array): LogitRows {
  const width = classes === 2 ? 1 : classes;
  const own = new Float64Array(rows.length * width);
  rows.forEach((row, i) => own.set(logits.subarray(row * width, (row + 1) * width), i * width));
  return { classes, logits: own, truth: Uint32Array.from(rows, (row) => truth[row]!) };
}
