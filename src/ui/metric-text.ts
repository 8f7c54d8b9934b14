/** Metrics as they are read: scores with three decimals, errors in the target's own unit with four digits. */
import type { MetricName } from '../core/metrics/names';
import { formatNumber, formatPercent, NO_VALUE } from './format';

const IN_UNITS: readonly MetricName[] = ['mae', 'mse', 'rmse', 'median_ae'];

export function metricText(name: MetricName, value: number | null): string {
  if (name === 'mape') return formatPercent(value);
  return IN_UNITS.includes(name) ? formatNumber(value) : formatNumber(value, 3);
}

/** `0.906 to 0.928` */
export function intervalText({
  name,
  low,
  high,
}: {
  name: MetricName;
  low: number | null;
  high: number | null;
}): string {
  if (low === null || high === null) return NO_VALUE;
  return `${metricText(name, low)} to ${metricText(name, high)}`;
}
