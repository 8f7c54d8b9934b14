import { formatNumber, plural } from '../format';
import type { CurveSeries } from './chart-types';

/** The curves in words, for those who do not see them. */
export function curveSummary(
  title: string,
  series: readonly CurveSeries[],
  /** What an epoch is called. */
  step = 'epoch',
): string {
  const parts = series.map(({ label, values }) => {
    let last: number | null = null;
    let lowest = { epoch: 0, value: Infinity };
    let highest = { epoch: 0, value: -Infinity };
    values.forEach((value, i) => {
      if (value === null || !Number.isFinite(value)) return;
      last = value;
      if (value < lowest.value) lowest = { epoch: i + 1, value };
      if (value > highest.value) highest = { epoch: i + 1, value };
    });
    if (last === null) return `${label}: no value yet`;
    return (
      `${label}: now ${formatNumber(last)}, lowest ${formatNumber(lowest.value)} at ${step} ${lowest.epoch}, ` +
      `highest ${formatNumber(highest.value)} at ${step} ${highest.epoch}`
    );
  });
  const epochs = Math.max(0, ...series.map(({ values }) => values.length));
  return `${title} after ${plural(epochs, step)}. ${parts.join('. ')}.`;
}

/** The value of one epoch, from 0, where it is a number. */
export function valueAt(values: readonly (number | null)[], index: number): number | null {
  const value = values[index];
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** The newest finite value of each series. */
export function lastValue(values: readonly (number | null)[]): number | null {
  for (let i = values.length - 1; i >= 0; i--) {
    const value = values[i];
    if (value !== null && value !== undefined && Number.isFinite(value)) return value;
  }
  return null;
}
