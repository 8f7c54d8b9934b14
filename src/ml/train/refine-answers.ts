/** A calibrator and conformal answers from answers to rows that a model had not learnt from. */
import { logitsOfShares } from '../../core/calibrate/apply';
import { crossCalibrated, fitCalibrator } from '../../core/calibrate/fit';
import { fitIntervalOf, fitSet, type ConformalFit } from '../../core/conformal/fit';
import { pickedCodes } from '../../core/dataset/picked';
import type { ClassIndices } from '../../core/metrics/answers';
import type { ModelManifest } from '../../core/model/types';
import type { Refinements } from '../../core/recipe/refinements';
import type { Target } from '../../core/task/target';

export interface UnseenAnswers {
  /** Row numbers in the table of the target. */
  rows: Uint32Array;
  /** [rows, classes] probabilities before any calibration, or [rows] numbers. */
  answers: Float64Array;
  /** Fold of each row: what is fitted for it is fitted on the others. */
  folds: ArrayLike<number>;
}

/**
 * The calibrator is fitted on all of them. Where there is one, conformal sets are fitted on answers calibrated by
 * cross-fitting: what a calibrator has seen it is too sure of.
 */
export function refineAnswers(
  { calibration, coverage }: Pick<Refinements, 'calibration' | 'coverage'>,
  target: Target,
  { rows, answers, folds }: UnseenAnswers,
): Pick<ModelManifest, 'calibrator' | 'conformal'> {
  if (target.type === 'number') {
    if (coverage === null) return { calibrator: null, conformal: null };
    const residuals = answers.map((answer, i) => target.values[rows[i]!]! - answer);
    return { calibrator: null, conformal: promised(fitIntervalOf(residuals, coverage)) };
  }
  const classes = target.classes.length;
  const truth: ClassIndices = pickedCodes(target.codes, rows);
  if (calibration === 'none') {
    const conformal = coverage && promised(fitSet(answers, classes, truth, coverage));
    return { calibrator: null, conformal: conformal || null };
  }
  const logitRows = { classes, logits: logitsOfShares(answers, classes), truth };
  const calibrator = fitCalibrator(calibration, logitRows);
  if (coverage === null) return { calibrator, conformal: null };
  const unseen = crossCalibrated(calibration, logitRows, folds);
  return { calibrator, conformal: promised(fitSet(unseen, classes, truth, coverage)) };
}

/** Null where there are too few rows: a model without such answers promises nothing. */
function promised(fit: ConformalFit): ModelManifest['conformal'] {
  return fit.type === 'fitted' ? fit.conformal : null;
}
