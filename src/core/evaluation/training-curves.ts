import type { MetricName } from '../metrics/names';

/** What a run measured, one value per epoch; stored as an object of format `loam.curves/1`. */
export interface TrainingCurves {
  format: 'loam.curves/1';
  /** The task's metric, whose values on validation are `metricValidation`. */
  metric: MetricName;
  /** Loss. */
  train: number[];
  validation: (number | null)[];
  metricValidation: (number | null)[];
}
