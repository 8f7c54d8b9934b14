/**
 * Intervals of what a confusion matrix decides (balanced accuracy, F1, Matthews correlation...). Drawing rows again says
 * nothing where no row is wrong, and too little where few are: with 30 rows and a true value of 0.99 it holds the truth
 * in 28 of 100 cases. So the cells are drawn from their posterior (C. Goutte and E. Gaussier, "A probabilistic
 * interpretation of precision, recall and F-score", ECIR 2005; O. Caelen, "A Bayesian interpretation of the confusion
 * matrix", Annals of Mathematics and Artificial Intelligence 81, 2017): rows plus half a right row and half a wrong one,
 * the prior of Jeffreys, whose interval for a share holds what it says near 0 and 1 (L. D. Brown, T. T. Cai and
 * A. DasGupta, Statistical Science 16, 2001).
 *
 * Half a row for each class is too much where classes are many and nearly all is right, and half a row for all classes
 * together is too little where a class has few rows. Both are drawn, and the interval spans both.
 */
import { gammaDraws } from '../../random/gamma';
import { stream } from '../../random/philox';
import { emptyConfusion, sumMargins, type Confusion } from '../confusion';
import { quantile } from './bca';
import { spelled } from './spelled';
import { tailShare } from './small-sample';
import type { Interval } from './types';

export type ConfusionRule = (m: Confusion) => number;

const MOST_DRAWS = 1000;
const FEWEST_DRAWS = 100;
/** Cell visits that drawing may cost in all. */
const BUDGET = 2e8;
const JEFFREYS = 0.5;

/** Classes that are the truth of some row, and all that occur. */
function classesIn(m: Confusion): { true: number[]; any: number[] } {
  const all = Array.from({ length: m.size }, (_, c) => c);
  const any = all.filter((c) => m.truth[c]! > 0 || m.answer[c]! > 0);
  return { true: all.filter((c) => m.truth[c]! > 0), any: any.length > 1 ? any : all };
}

/** Both posteriors of some rules, each draw of one at the same place as that of the other. */
function drawn(m: Confusion, rules: readonly ConfusionRule[], seed: number): Float64Array[][] {
  const wanted = Math.floor(BUDGET / (2 * (1 + rules.length) * m.size * m.size));
  const draws = Math.min(MOST_DRAWS, Math.max(FEWEST_DRAWS, wanted));
  const gamma = gammaDraws(stream(seed, 'posterior'));
  const { uniform } = stream(seed, 'posterior/classes');
  let at = 0;
  const pick = (from: readonly number[]) => from[Math.floor(uniform(at++) * from.length)]!;
  const classes = classesIn(m);
  const filled = [...m.cells.keys()].filter((cell) => m.cells[cell]! > 0);
  const base = new Float64Array(m.cells.length);
  const sum = emptyConfusion(m.size);
  const result = [0, 1].map(() => rules.map(() => new Float64Array(draws)));
  const addTo = (right: number, wrong: number) => {
    sum.cells[right * m.size + right]! += gamma(JEFFREYS);
    let other = pick(classes.any);
    while (other === wrong) other = pick(classes.any);
    sum.cells[wrong * m.size + other]! += gamma(JEFFREYS);
  };
  const keep = (into: Float64Array[], b: number) => {
    sumMargins(sum);
    rules.forEach((rule, k) => (into[k]![b] = rule(sum)));
  };
  for (let b = 0; b < draws; b++) {
    for (const cell of filled) base[cell] = gamma(m.cells[cell]!);
    sum.cells.set(base);
    addTo(pick(classes.true), pick(classes.true));
    keep(result[0]!, b);
    sum.cells.set(base);
    for (const c of classes.true) addTo(c, c);
    keep(result[1]!, b);
  }
  return result;
}

/**
 * 95 % intervals of several rules from the same draws, streams `posterior` and `posterior/classes`.
 * @param m rows of one class at least
 */
export function confusionPosterior(
  m: Confusion,
  rules: readonly ConfusionRule[],
  seed: number,
): Interval[] {
  const n = m.total;
  if (n < 2 || m.size < 2) {
    return rules.map(() => ({ low: null, high: null, method: 'none: too few rows', n }));
  }
  const share = tailShare(n);
  const both = drawn(m, rules, seed);
  return rules.map((rule, k) => {
    const value = rule(m);
    let low = value;
    let high = value;
    for (const of of both) {
      const sorted = of[k]!.filter((each) => Number.isFinite(each)).sort();
      if (sorted.length === 0) continue;
      low = Math.min(low, quantile(sorted, share));
      high = Math.max(high, quantile(sorted, 1 - share));
    }
    return { low, high, method: `Jeffreys posterior, ${spelled(both[0]![k]!.length)} draws`, n };
  });
}
