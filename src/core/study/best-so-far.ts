/** How the best of a study came about, for its chart. */
import type { MetricName } from '../metrics/names';
import type { History } from './history';
import { compareValues } from './rank-trials';

export interface BestPoint {
  number: number;
  /** Of this trial. */
  mean: number;
  /** Of the finished trials up to this one. */
  best: number;
}

/** Of the finished trials that have a mean, in the order of their numbers. */
export function bestSoFar(metric: MetricName, history: History): BestPoint[] {
  let best: number | null = null;
  const points: BestPoint[] = [];
  for (const { number, outcome, mean } of history) {
    if (outcome !== 'finished' || mean === null) continue;
    if (compareValues(metric, mean, best) < 0) best = mean;
    points.push({ number, mean, best: best! });
  }
  return points;
}
