import type { TrainingCurves } from '../evaluation/training-curves';
import { listOf, number, only, orNull, record, where } from '../shape/check';
import { metricName } from './vocabulary';

/** All are of equally many epochs. */
export const trainingCurves = where(
  record<TrainingCurves>({
    format: only('loam.curves/1'),
    metric: metricName,
    train: listOf(number),
    validation: listOf(orNull(number)),
    metricValidation: listOf(orNull(number)),
  }),
  ({ train, validation, metricValidation }) =>
    validation.length === train.length && metricValidation.length === train.length,
);
