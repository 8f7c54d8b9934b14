import type { RegressionAnswers } from '../metrics/answers';
import type { Residuals } from './types';

const MOST_POINTS = 2000;
const MOST_BINS = 40;

function histogram(values: Float64Array): Residuals['histogram'] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(low < high)) return { start: low - 0.5, width: 1, counts: [values.length] };
  const bins = Math.min(MOST_BINS, Math.max(5, Math.ceil(Math.sqrt(values.length))));
  const width = (high - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.min(bins - 1, Math.floor((value - low) / width))]! += 1;
  return { start: low, width, counts };
}

export function residualsOf({ truth, predicted }: RegressionAnswers): Residuals {
  const n = truth.length;
  const errors = predicted.map((answer, i) => answer - truth[i]!);
  const shown = Math.min(n, MOST_POINTS);
  const points = Array.from({ length: shown }, (_, k) => {
    const row = Math.floor((k * n) / shown);
    return { x: predicted[row]!, y: errors[row]! };
  });
  return { points, histogram: histogram(errors) };
}
