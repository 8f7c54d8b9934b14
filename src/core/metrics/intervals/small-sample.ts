import { tQuantile } from '../../distributions/student-t';
import { normalShare } from './normal';

/**
 * The share that a 95 % interval of few rows leaves to either side of its draws. Drawing rows again makes their spread
 * too small by sqrt((n - 1) / n), and few rows give wider tails than a normal; both are made up for by reading the draws
 * further out (T. Hesterberg, "What teachers should know about the bootstrap", The American Statistician 69, 2015,
 * section 4.3: the expanded percentile interval). 0.0187 for 30 rows, 0.025 for many.
 * @param n at least 2
 */
export function tailShare(n: number): number {
  return normalShare(-Math.sqrt(n / (n - 1)) * tQuantile(0.975, n - 1));
}
