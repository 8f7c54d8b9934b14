import type { RegressionAnswers } from './answers';
import type { Family } from './family';
import { orderByScore } from './order-by-score';

/** The mean of the two middle values of `sorted`, each counted `counts[rows[place]]` times. */
function weightedMedian(
  sorted: Float64Array,
  rows: Uint32Array,
  counts: Int32Array,
  total: number,
): number {
  const lower = Math.floor((total - 1) / 2);
  const upper = Math.floor(total / 2);
  let seen = 0;
  let first = NaN;
  for (let k = 0; k < sorted.length; k++) {
    seen += counts[rows[k]!]!;
    if (first !== first && seen > lower) first = sorted[k]!;
    if (seen > upper) return (first + sorted[k]!) / 2;
  }
  return NaN;
}

/** A spread below this share of the sum of squares is rounding: the truth is constant. */
const ROUNDING = 1e-12;

/**
 * Mean, squared, relative and median errors. R² is undefined where the truth is constant, MAPE where a
 * truth is 0.
 */
export function errorFamily({ truth, predicted }: RegressionAnswers): Family {
  const n = truth.length;
  const absolute = truth.map((t, i) => Math.abs(predicted[i]! - t));
  const inverse = truth.map((t) => 1 / Math.abs(t));
  // Deviations from any fixed value give the spread; from the mean they lose no digits.
  const mean = truth.reduce((sum, t) => sum + t / n, 0);
  const deviation = truth.map((t) => t - mean);
  const constant = truth.every((t) => t === truth[0]);
  const hasZero = truth.includes(0);
  const order = orderByScore(absolute).reverse();
  const sorted = Float64Array.from(order, (row) => absolute[row]!);
  return {
    names: ['mae', 'mse', 'rmse', 'r2', 'mape', 'median_ae'],
    passes: 4,
    measure(counts, into, at) {
      let rows = 0;
      let absolutes = 0;
      let squares = 0;
      let relatives = 0;
      let sum = 0;
      let deviations = 0;
      for (let i = 0; i < n; i++) {
        const count = counts[i]!;
        const error = absolute[i]! * count;
        const d = deviation[i]!;
        rows += count;
        absolutes += error;
        squares += error * absolute[i]!;
        relatives += error * inverse[i]!;
        sum += d * count;
        deviations += d * d * count;
      }
      const spread = deviations - (sum * sum) / rows;
      into[at] = absolutes / rows;
      into[at + 1] = squares / rows;
      into[at + 2] = Math.sqrt(squares / rows);
      into[at + 3] = constant || spread <= ROUNDING * deviations ? NaN : 1 - squares / spread;
      into[at + 4] = hasZero ? NaN : relatives / rows;
      into[at + 5] = weightedMedian(sorted, order, counts, rows);
    },
  };
}
