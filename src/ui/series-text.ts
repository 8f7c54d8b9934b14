/** The seasonal naive forecast as a line of a study, and what it says in a sentence. */
import type { SeriesReference } from '../app/study-series.svelte';
import { METRICS, type MetricName } from '../core/metrics/names';
import { formatCount, formatNumber } from './format';
import { metricText } from './metric-text';
import type { StudyLine } from './study-lines';

export const REFERENCE_NUMBER = -1;

function rowsBefore(season: number): string {
  return season === 1 ? 'the last value seen' : `the value ${formatCount(season)} rows before`;
}

/** It learns nothing: it has no cost, no size and no engine. */
export function referenceLine({ season, mean, sd }: SeriesReference): StudyLine {
  return {
    ...{ number: REFERENCE_NUMBER, label: 'Seasonal naive', state: 'reference' },
    ...{ done: 0, folds: 0, share: 1, mean, sd, score: null, cost: null },
    ...{ seconds: null, bytes: null, engine: '', parameters: {}, candidate: null, result: null },
    why: `Forecasts ${rowsBefore(season)}.`,
  };
}

/** "A model is worth its trouble where its MASE is below ..." */
export function referenceSentence(
  { season, rows, value, mase }: SeriesReference,
  metric: MetricName,
): string {
  const own = value === null ? '' : `${METRICS[metric].label} ${metricText(metric, value)}`;
  const scaled = mase === null ? '' : `MASE ${formatNumber(mase, 3)}`;
  const worth = [own, scaled].filter(Boolean).join(', ');
  const given = worth ? `: ${worth} over ${formatCount(rows)} rows of the same windows` : '';
  const scale =
    mase === null
      ? 'MASE is not defined, because nothing changes from season to season before the windows.'
      : 'MASE is the mean absolute error in units of the usual change over that season before each window, averaged over the windows.';
  return `Seasonal naive forecasts ${rowsBefore(season)}, and learns nothing${given}. What is no better is not worth its trouble. ${scale}`;
}

/** `at 0.9: 1.2, seasonal naive 1.5` */
export function pinballText(reference: SeriesReference | null, number: number): string | null {
  const pinball = reference?.trials.find((trial) => trial.number === number)?.pinball;
  if (!pinball) return null;
  const { quantile, value, reference: naive } = pinball;
  return `Pinball loss at ${quantile}: ${formatNumber(value)} over the judged rows; seasonal naive ${formatNumber(naive)}.`;
}

/** Of a trial, or of the reference itself; null where it cannot be counted or is not known yet. */
export function maseOfLine(reference: SeriesReference, number: number): number | null {
  if (number === REFERENCE_NUMBER) return reference.mase;
  return reference.trials.find((trial) => trial.number === number)?.mase ?? null;
}
