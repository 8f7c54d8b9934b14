/**
 * Asynchronous successive halving (Li, Jamieson, Rostamizadeh, Gonina, Hardt, Recht, Talwalkar 2020, "A System for
 * Massively Parallel Hyperparameter Tuning"), deciding at once: a trial that comes to a rung goes on if it is among
 * the best of those that have come there until now, else it stops for good. Nobody waits for anybody, so the first
 * one to come goes on whatever it is worth.
 */
import type { MetricName } from '../metrics/names';
import type { History, TrialSoFar } from './history';
import { compareValues } from './rank-trials';
import { meanAndSd } from './trial-score';

/**
 * @param folds how many folds the rung asks for: trials with fewer have not come there
 * @param factor of the trials that come to a rung, one in so many goes on, rounded up
 */
export function goesOnPast(
  { number, folds, factor }: { number: number; folds: number; factor: number },
  metric: MetricName,
  history: History,
): boolean {
  const there = history.filter(({ values }) => values.length >= folds);
  const worth = ({ values }: TrialSoFar) => meanAndSd(values.slice(0, folds)).mean;
  const own = there.find((trial) => trial.number === number);
  if (!own) return false;
  const ahead = there.filter((trial) => {
    const order = compareValues(metric, worth(trial), worth(own));
    return order < 0 || (order === 0 && trial.number < number);
  }).length;
  return ahead < Math.ceil(there.length / Math.max(2, factor));
}
