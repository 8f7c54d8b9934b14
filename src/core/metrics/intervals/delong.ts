import { log, pow, sigmoid } from '../../math';
import type { BinaryAnswers } from '../answers';
import { rank, type Ranking } from '../ranking';
import { Z_95 } from './normal';
import type { Interval } from './types';

/** Mean and sum of squares about it. */
class Spread {
  #n = 0;
  #mean = 0;
  #squares = 0;

  add(value: number, times: number): void {
    if (times === 0) return;
    this.#n += times;
    const delta = value - this.#mean;
    this.#mean += (delta * times) / this.#n;
    this.#squares += times * delta * (value - this.#mean);
  }

  get variance(): number {
    return this.#squares / (this.#n - 1);
  }
}

/**
 * The AUC and the variance of its estimate (DeLong, DeLong and Clarke-Pearson 1988) from one pass over
 * the ranking, groups of equal scores counting half.
 */
function aucWithVariance(ranking: Ranking): {
  auc: number;
  variance: number;
  positives: number;
  negatives: number;
} {
  let positives = 0;
  for (const code of ranking) positives += code & 1;
  const negatives = ranking.length - positives;
  const overPositives = new Spread();
  const overNegatives = new Spread();
  let auc = 0;
  let positivesAbove = 0;
  let negativesAbove = 0;
  let p = 0;
  let n = 0;
  for (const code of ranking) {
    p += code & 1;
    n += 1 - (code & 1);
    if ((code & 2) === 0) continue;
    // Share of the negatives below such a positive, and of the positives above such a negative.
    const below = (negatives - negativesAbove - n / 2) / negatives;
    const above = (positivesAbove + p / 2) / positives;
    overPositives.add(below, p);
    overNegatives.add(above, n);
    auc += (above * n) / negatives;
    positivesAbove += p;
    negativesAbove += n;
    p = 0;
    n = 0;
  }
  const variance = overPositives.variance / positives + overNegatives.variance / negatives;
  return { auc, variance, positives, negatives };
}

/** The exact interval of the chance of a pair to be in order, where all of some disjoint pairs are. */
export function pairsInOrder(pairs: number, n: number): Interval {
  return { low: pow(0.025, 1 / pairs), high: 1, method: `exact, ${pairs} pairs`, n };
}

/**
 * 95 % interval of the ROC AUC: DeLong's variance on the logit, which keeps it within (0, 1). Where the
 * classes are separated without a fault that variance is 0 and says nothing; the exact bound for
 * min(positives, negatives) disjoint pairs, all of them in order, stands in.
 */
export function delong({ truth, probabilities }: BinaryAnswers): Interval {
  const n = truth.length;
  const ranking = rank(probabilities[1]!, (row) => truth[row] === 1);
  const { auc, variance, positives, negatives } = aucWithVariance(ranking);
  const pairs = Math.min(positives, negatives);
  if (pairs < 2) return { low: null, high: null, method: 'DeLong', n };
  const perfect = 1e-12;
  if (auc > 1 - perfect) return pairsInOrder(pairs, n);
  if (auc < perfect) return { ...pairsInOrder(pairs, n), low: 0, high: 1 - pow(0.025, 1 / pairs) };
  const logit = log(auc / (1 - auc));
  const half = (Z_95 * Math.sqrt(variance)) / (auc * (1 - auc));
  return { low: sigmoid(logit - half), high: sigmoid(logit + half), method: 'DeLong', n };
}
