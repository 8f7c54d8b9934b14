/**
 * Which rung of a ladder one can defend: the simplest whose folds are not measurably worse than those of the best,
 * by the corrected resampled t test of each against the best, corrected for how many there are (Holm).
 */
import { againstBest } from '../compare/against-best';
import { compareFolds } from '../compare/compare';
import type { Judgement } from '../compare/types';
import { plainNumber } from '../evaluation/plain-number';
import { METRICS, type MetricName } from '../metrics/names';
import type { FoldPlan } from '../task/folds';
import type { FoldResult, TrialResult } from './types';

/** A finished trial, as far as it is compared. */
export interface Rung extends Pick<TrialResult, 'number' | 'folds' | 'mean'> {
  label: string;
}

export interface SimplestPick {
  /** Number of the trial with the best mean; of equals the simplest. */
  best: number;
  simplest: number;
  /** A whole sentence. */
  reason: string;
  /** Each of the others against the best, by its number. */
  against: ReadonlyMap<number, Judgement>;
}

export interface ComparedBy {
  metric: MetricName;
  folds: FoldPlan;
  /** Of train and validation together. */
  rows: number;
}

/** @param rungs simplest first; null where none of them has a mean */
export function pickSimplest(rungs: readonly Rung[], by: ComparedBy): SimplestPick | null {
  const measured = rungs.filter((rung) => rung.mean !== null);
  const best = bestOf(measured, by.metric);
  if (!best) return null;
  const others = measured.filter((rung) => rung !== best);
  const judged = againstBest(others.map((rung) => compare(best, rung, by)));
  const against = new Map(others.map(({ number }, i) => [number, judged[i]!]));
  const simplest =
    measured.find((rung) => {
      const judgement = against.get(rung.number);
      return !judgement || (judgement.p !== null && judgement.verdict !== 'worse');
    }) ?? best;
  return {
    best: best.number,
    simplest: simplest.number,
    reason: reasonOf(simplest, best, others.length, by),
    against,
  };
}

function bestOf(rungs: readonly Rung[], metric: MetricName): Rung | null {
  const sign = METRICS[metric].better === 'higher' ? 1 : -1;
  let best: Rung | null = null;
  for (const rung of rungs) {
    if (!best || sign * rung.mean! > sign * best.mean!) best = rung;
  }
  return best;
}

function compare(best: Rung, other: Rung, { metric, folds, rows }: ComparedBy): Judgement {
  const shared = best.folds.flatMap((fold) => {
    const same = other.folds.find((each) => each.fold === fold.fold);
    return same && same.value !== null && fold.value !== null
      ? [{ a: fold.value, b: same.value, judge: fold.rows, learn: learnt(best, fold, folds, rows) }]
      : [];
  });
  const mean = (values: number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return compareFolds({
    metric,
    a: shared.map(({ a }) => a),
    b: shared.map(({ b }) => b),
    learnRows: mean(shared.map(({ learn }) => learn)),
    judgeRows: mean(shared.map(({ judge }) => judge)),
    rows: Math.min(
      rows,
      shared.reduce((sum, { judge }) => sum + judge, 0),
    ),
    tried: 1,
  });
}

/** Rows that a fold learnt from: all that it is not judged on; by time, those before its window. */
function learnt(rung: Rung, fold: FoldResult, plan: FoldPlan, rows: number): number {
  if (plan.by !== 'time') return Math.max(1, rows - fold.rows);
  const after = rung.folds
    .filter((each) => each.fold >= fold.fold)
    .reduce((sum, each) => sum + each.rows, 0);
  return Math.max(1, rows - after);
}

function reasonOf(simplest: Rung, best: Rung, others: number, { metric }: ComparedBy): string {
  const { label } = METRICS[metric];
  const mean = (rung: Rung) => plainNumber(rung.mean!, 3);
  const folds = best.folds.length;
  if (others === 0) return `${best.label} is all there is to choose from.`;
  if (simplest === best) {
    return `${best.label} has the best ${label}, ${mean(best)} over ${folds} folds, and everything simpler is measurably worse.`;
  }
  return `${simplest.label} is the simplest that is not measurably worse than ${best.label}: mean ${label} ${mean(simplest)} against ${mean(best)} over ${folds} folds, by the corrected resampled t test, corrected for ${others} ${others === 1 ? 'comparison' : 'comparisons'} (Holm).`;
}
