/** The population stability index against a signature's quantiles; see DRIFT.md. */
import { log } from '../../core/math';

/** What of training lies below each quantile of a signature, and between two of them. */
export const LEVELS: readonly number[] = [0.1, 0.25, 0.5, 0.75, 0.9];
const EXPECTED: readonly number[] = [0.1, 0.15, 0.25, 0.25, 0.15, 0.1];
const LEAST_SHARE = 0.0001;

/**
 * @param below rows below each of the five quantiles, @param upTo rows below or equal to it
 * @param rows rows with a value; at least 1
 */
export function psi(below: ArrayLike<number>, upTo: ArrayLike<number>, rows: number): number {
  const reached = LEVELS.map((level, i) =>
    Math.min(Math.max(level, below[i]! / rows), upTo[i]! / rows),
  );
  const least = Math.max(LEAST_SHARE, 0.5 / rows);
  let sum = 0;
  EXPECTED.forEach((expected, bin) => {
    const share = (reached[bin] ?? 1) - (reached[bin - 1] ?? 0);
    // The bits of a sum of shares may differ from the share itself.
    if (Math.abs(share - expected) < 1e-12) return;
    const seen = Math.max(share, least);
    sum += (seen - expected) * log(seen / expected);
  });
  return sum;
}
