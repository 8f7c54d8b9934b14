/** How an evaluation says that its rows were answered out of fold: at each of its metrics, whatever the part. */
import type { MetricValue } from './types';

export const OUT_OF_FOLD = 'each row answered by a fold that had not seen it';

/** Whether it was had so: then its rows are those that the folds took turns with, not the part's alone. */
export function isOutOfFold({ metrics }: { metrics: readonly MetricValue[] }): boolean {
  return metrics.some(({ method }) => method.split('; ').includes(OUT_OF_FOLD));
}
