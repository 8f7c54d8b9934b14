import { log } from '../../math';
import { gammaDraws } from '../../random/gamma';
import { stream } from '../../random/philox';
import { quantile } from './bca';
import { tailShare } from './small-sample';
import { spelled } from './spelled';
import type { Interval } from './types';

const DRAWS = 1000;
const JEFFREYS = 0.5;

/**
 * 95 % interval of the average precision where every positive row stands above every negative one, so that drawing rows
 * again gives 1 each time. As for a share without a fault, half a row that is wrong is added, either a positive below all
 * others or a negative above them, and rows are weighed by their posterior (D. B. Rubin, "The Bayesian bootstrap", Annals
 * of Statistics 9, 1981): with weights p of the positives, q of the negatives and g of the half row the area is
 * (p + g (p + g) / (p + g + q)) / (p + g), or 1 - g / p log(1 + p / g).
 */
export function faultlessRanking(positives: number, negatives: number, seed: number): Interval {
  const n = positives + negatives;
  if (Math.min(positives, negatives) < 2)
    return { low: null, high: null, method: 'none: too few rows', n };
  const gamma = gammaDraws(stream(seed, 'posterior'));
  const drawn = Float64Array.from({ length: DRAWS }, (_, b) => {
    const p = gamma(positives);
    const q = gamma(negatives);
    const g = gamma(JEFFREYS);
    if (g === 0) return 1;
    return b % 2 === 0 ? (p + (g * (p + g)) / (p + g + q)) / (p + g) : 1 - (g / p) * log(1 + p / g);
  }).sort();
  return {
    low: quantile(drawn, tailShare(n)),
    high: 1,
    method: `Jeffreys posterior, ${spelled(DRAWS)} draws`,
    n,
  };
}
