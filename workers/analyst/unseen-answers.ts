/**
 * Answers to rows that whatever gave them had not seen: of the folds' models, where a run was learnt by folds; and
 * calibrated by cross-fitting, where the model's calibrator was fitted on these very rows.
 */
import { logitsOfShares } from '../../src/core/calibrate/apply';
import { crossCalibrated, heldOutFolds } from '../../src/core/calibrate/fit';
import { LoamError } from '../../src/core/errors';
import { OUT_OF_FOLD } from '../../src/core/evaluation/out-of-fold-words';
import type { Evaluation, MetricValue } from '../../src/core/evaluation/types';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import type { ModelManifest } from '../../src/core/model/types';
import { decodeOutOfFold } from '../../src/core/study/out-of-fold';
import type { OutOfFold } from '../../src/core/study/types';
import type { Target } from '../../src/core/task/target';
import { tablePrediction, type TablePrediction } from '../../src/ml/predict/prediction';
import type { UnseenAnswers } from '../contract';
import type { ModelStore } from './load-model';

/** Each row once: those of the first repeat. */
export async function outOfFold(store: ModelStore, link: Link): Promise<OutOfFold> {
  const { width, rows, folds, answers } = decodeOutOfFold(
    await store.objects.get(linkDigest(link)),
  );
  // Rows ascend within a repeat.
  let count = Math.min(1, rows.length);
  while (count < rows.length && rows[count]! > rows[count - 1]!) count++;
  return {
    width,
    rows: rows.subarray(0, count),
    folds: folds.subarray(0, count),
    answers: answers.slice(0, count * width),
  };
}

/**
 * @param answers [rows, classes] before any calibration, or [rows] numbers
 * @param folds of the rows; by their order where they were held out together
 */
export function predictionOf(
  manifest: ModelManifest,
  truth: Target,
  answers: Float64Array,
  folds: ArrayLike<number> | null,
): TablePrediction {
  const { calibrator, classes } = manifest;
  if (truth.type === 'number') {
    return tablePrediction(manifest, null, truth.values.length, answers, []);
  }
  const rows = truth.codes.length;
  const width = truth.classes.length;
  if (answers.length !== rows * width) {
    throw new LoamError('object-damaged', { what: 'answers', reason: 'of another task' });
  }
  if (!calibrator) return tablePrediction(manifest, classes, rows, answers, []);
  const logits = logitsOfShares(answers, width);
  const given = { classes: width, logits, truth: truth.codes };
  const own = crossCalibrated(calibrator.type, given, folds ?? heldOutFolds(rows));
  return tablePrediction(manifest, classes, rows, own, []);
}

/** Says at each metric of the model how its answers were had. */
export function sayUnseen(
  evaluation: Evaluation,
  unseen: UnseenAnswers,
  { calibrator }: Pick<ModelManifest, 'calibrator'>,
): Evaluation {
  const said = [
    ...(unseen.type === 'out-of-fold' ? [OUT_OF_FOLD] : []),
    ...(calibrator ? ['calibrated by other rows than itself'] : []),
  ];
  const tell = (metric: MetricValue): MetricValue => ({
    ...metric,
    method: [metric.method, ...said].join('; '),
  });
  return { ...evaluation, metrics: evaluation.metrics.map(tell) };
}
