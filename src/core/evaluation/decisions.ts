/**
 * What a threshold decides, for two classes: from the probability that each row was given, so that any
 * threshold can be asked for, and the cheapest one found, without predicting again.
 */
import { plainNumber } from './plain-number';

/** The positive class's probability per row, ascending. */
export interface DecisionScores {
  /** Of the rows that are positive. */
  positive: Float64Array;
  /** Of all others. */
  negative: Float64Array;
}

/** What a wrong answer costs, in any unit; neither is below 0. */
export interface DecisionCost {
  miss: number;
  falseAlarm: number;
}

export interface Decision {
  threshold: number;
  /** Positive rows that are called. */
  found: number;
  positives: number;
  /** Other rows that are called. */
  falseAlarms: number;
  others: number;
  /** Of its misses and false alarms; null where no cost was given. */
  cost: number | null;
  /** Against calling nobody; null where no cost was given. */
  saves: number | null;
}

/** A row is called from this probability on. */
export function decisionAt(
  { positive, negative }: DecisionScores,
  threshold: number,
  cost: DecisionCost | null,
): Decision {
  const found = positive.length - below(positive, threshold);
  const falseAlarms = negative.length - below(negative, threshold);
  const paid = cost && (positive.length - found) * cost.miss + falseAlarms * cost.falseAlarm;
  return {
    threshold,
    found,
    positives: positive.length,
    falseAlarms,
    others: negative.length,
    cost: paid,
    saves: cost && paid !== null ? positive.length * cost.miss - paid : null,
  };
}

/**
 * The threshold whose decisions cost least, among all that decide differently; of equals the highest, which
 * calls fewest. Where calling nobody costs least, that is 1 or the next value above the highest score.
 */
export function cheapestDecision(scores: DecisionScores, cost: DecisionCost): Decision {
  const { positive, negative } = scores;
  let found = 0;
  let alarms = 0;
  let best = above(Math.max(positive.at(-1) ?? 0, negative.at(-1) ?? 0));
  let least = positive.length * cost.miss;
  while (found < positive.length || alarms < negative.length) {
    const next = Math.max(
      positive[positive.length - 1 - found] ?? -Infinity,
      negative[negative.length - 1 - alarms] ?? -Infinity,
    );
    while (found < positive.length && positive[positive.length - 1 - found]! >= next) found++;
    while (alarms < negative.length && negative[negative.length - 1 - alarms]! >= next) alarms++;
    const paid = (positive.length - found) * cost.miss + alarms * cost.falseAlarm;
    if (paid < least) [least, best] = [paid, next];
  }
  return decisionAt(scores, best, cost);
}

/** "finds 148 of 192 yes, calls 510 others, saves 46,450" */
export function decisionSentence(decision: Decision, positive: string): string {
  const { found, positives, falseAlarms, saves } = decision;
  const [f, p, a] = [found, positives, falseAlarms].map((n) => plainNumber(n, 1));
  const said = `finds ${f} of ${p} ${positive}, calls ${a} other${falseAlarms === 1 ? '' : 's'}`;
  if (saves === null) return said;
  const money = plainNumber(Math.abs(saves), 4);
  return `${said}, ${saves < 0 ? 'costs' : 'saves'} ${money}${saves < 0 ? ' more than calling nobody' : ''}`;
}

/** How many of the ascending values are under the threshold. */
function below(values: Float64Array, threshold: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A threshold that no score reaches. */
function above(highest: number): number {
  return highest < 1 ? 1 : highest + 1;
}
