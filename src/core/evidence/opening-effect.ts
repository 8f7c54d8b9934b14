import { Z_95 } from '../metrics/intervals/normal';
import { METRICS, type MetricName } from '../metrics/names';
import { openedShare, openedValue, type OpeningEffect } from './openings';

/** The best number that was seen on test. */
export interface SeenOnTest {
  metric: MetricName;
  value: number;
  low: number | null;
  high: number | null;
  /** Rows of test. */
  rows: number;
}

/** Null where its standard error is not known: the metric has no interval. */
export function openingEffect(tried: number, seen: SeenOnTest): OpeningEffect | null {
  const { metric, value, low, high, rows } = seen;
  if (metric === 'accuracy') return openedShare(tried, Math.round(value * rows), rows);
  if (low === null || high === null) return null;
  return openedValue(tried, value, (high - low) / (2 * Z_95), METRICS[metric].better);
}
