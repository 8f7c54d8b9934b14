import { log } from '../../math';
import { gammaDraws } from '../../random/gamma';
import { stream } from '../../random/philox';
import { quantile } from './bca';
import { spelled } from './spelled';
import type { Interval } from './types';

const DRAWS = 1000;
const JEFFREYS = 0.5;

/**
 * 95 % interval of the mean of rows that lie within [0, 1], from its posterior: rows are weighed by the Bayesian bootstrap
 * (D. B. Rubin, Annals of Statistics 9, 1981) together with half a row at 0 and half a row at 1, so that for rows that are 0
 * or 1 it is the Jeffreys interval of a share (T. S. Ferguson, "A Bayesian analysis of some nonparametric problems", Annals
 * of Statistics 1, 1973: a Dirichlet process with that base measure). Where a few rows hold most of a mean, a sample may have
 * none of them; what rows there are cannot say so, that none is above 1 can.
 * @param perRow within [0, 1], one at least
 * @param seed of the streams `posterior/rows` and `posterior/bounds`
 */
export function boundedMean(perRow: Float64Array, seed: number): Interval {
  const n = perRow.length;
  const { uniform } = stream(seed, 'posterior/rows');
  const gamma = gammaDraws(stream(seed, 'posterior/bounds'));
  let at = 0;
  const drawn = Float64Array.from({ length: DRAWS }, () => {
    const above = gamma(JEFFREYS);
    let weights = above + gamma(JEFFREYS);
    let sum = above;
    for (let i = 0; i < n; i++) {
      const weight = -log(1 - uniform(at++));
      weights += weight;
      sum += weight * perRow[i]!;
    }
    return sum / weights;
  }).sort();
  const mean = perRow.reduce((total, each) => total + each / n, 0);
  return {
    // Rows next to an end may have their mean nearer to it than the posterior reaches; the interval holds it all the same.
    low: Math.min(mean, quantile(drawn, 0.025)),
    high: Math.max(mean, quantile(drawn, 0.975)),
    method: `Jeffreys posterior, ${spelled(DRAWS)} draws`,
    n,
  };
}
