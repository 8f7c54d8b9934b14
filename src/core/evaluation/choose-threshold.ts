/**
 * A threshold for two classes by what is wished for, with the sentence of its consequences. Only thresholds that
 * decide differently are looked at: the scores themselves, and one that no score reaches.
 */
import {
  cheapestDecision,
  decisionAt,
  decisionSentence,
  type Decision,
  type DecisionCost,
  type DecisionScores,
} from './decisions';
import { plainNumber } from './plain-number';

export type ThresholdWish =
  /** The least cost; of equals the highest threshold, which calls fewest. */
  | { by: 'cost'; cost: DecisionCost }
  /** Finds at least this share of the positive class; of those the most precise, of equals the highest. */
  | { by: 'recall'; least: number }
  /** Of the called at least this share is positive; of those what finds most, of equals the highest. */
  | { by: 'precision'; least: number };

export type ChosenThreshold =
  | { type: 'chosen'; decision: Decision; sentence: string }
  /** `sentence` says why, and what comes nearest. */
  | { type: 'impossible'; sentence: string };

/** @param positive label of the positive class */
export function chooseThreshold(
  scores: DecisionScores,
  wish: ThresholdWish,
  positive: string,
  cost: DecisionCost | null = null,
): ChosenThreshold {
  if (scores.positive.length === 0) {
    return {
      type: 'impossible',
      sentence: `No row here is ${positive}, so there is nothing to find.`,
    };
  }
  switch (wish.by) {
    case 'cost': {
      const decision = cheapestDecision(scores, wish.cost);
      return chosen(decision, positive, tiesAt(scores, decision));
    }
    case 'recall':
      return byRecall(scores, wish.least, positive, cost);
    case 'precision':
      return byPrecision(scores, wish.least, positive, cost);
    default:
      throw wish satisfies never;
  }
}

function byRecall(
  scores: DecisionScores,
  least: number,
  positive: string,
  cost: DecisionCost | null,
): ChosenThreshold {
  let best: Decision | null = null;
  for (const decision of decisions(scores, cost)) {
    if (decision.found / decision.positives < least) continue;
    if (!best || precisionOf(decision) > precisionOf(best)) best = decision;
  }
  if (best) return chosen(best, positive, tiesAt(scores, best));
  // Only a recall above 1 comes here: calling everyone finds all.
  return { type: 'impossible', sentence: `No threshold reaches a recall of ${share(least)} here.` };
}

function byPrecision(
  scores: DecisionScores,
  least: number,
  positive: string,
  cost: DecisionCost | null,
): ChosenThreshold {
  let best: Decision | null = null;
  let nearest: Decision | null = null;
  for (const decision of decisions(scores, cost)) {
    if (!nearest || precisionOf(decision) > precisionOf(nearest)) nearest = decision;
    if (precisionOf(decision) < least) continue;
    if (!best || decision.found > best.found) best = decision;
  }
  if (best && best.found > 0) return chosen(best, positive, tiesAt(scores, best));
  const most = nearest ? share(precisionOf(nearest)) : '0';
  return {
    type: 'impossible',
    sentence: `No threshold reaches a precision of ${share(least)} here; the most is ${most}.`,
  };
}

/** From the highest score down; each calls somebody. */
function* decisions(
  scores: DecisionScores,
  cost: DecisionCost | null,
): Generator<Decision, void, undefined> {
  const all = [...new Set([...scores.positive, ...scores.negative])].sort((a, b) => b - a);
  for (const threshold of all) yield decisionAt(scores, threshold, cost);
}

function precisionOf({ found, falseAlarms }: Decision): number {
  const called = found + falseAlarms;
  return called === 0 ? 0 : found / called;
}

/** Rows that sit right on the threshold: they are called together or not at all. */
function tiesAt({ positive, negative }: DecisionScores, { threshold }: Decision): number {
  let count = 0;
  for (const scores of [positive, negative]) for (const p of scores) if (p === threshold) count++;
  return count;
}

function chosen(decision: Decision, positive: string, ties: number): ChosenThreshold {
  const { found, falseAlarms } = decision;
  const called = found + falseAlarms;
  const said = decisionSentence(decision, positive);
  const precise = called === 0 ? '' : `; ${share(found / called)} of the called are ${positive}`;
  const tied = ties > 1 ? `; ${plainNumber(ties, 4)} rows have this very probability` : '';
  return { type: 'chosen', decision, sentence: `${said}${precise}${tied}` };
}

function share(value: number): string {
  return plainNumber(value, 3);
}
