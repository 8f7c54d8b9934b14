/**
 * Which rung of a ladder one can defend: the simplest whose folds are not measurably worse than those of the best,
 * by the corrected resampled t test of each against the best, corrected for how many there are (Holm), and whose mean is
 * one that the best could have had: few folds that differ much prove nothing, and what is not proven to be worse is not
 * as good for that.
 */
import { againstBest } from '../compare/against-best';
import { compareFolds } from '../compare/compare';
import type { Judgement } from '../compare/types';
import { plainNumber } from '../evaluation/plain-number';
import { tQuantile } from '../distributions/student-t';
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
  const open = measured.filter((rung) => {
    const judgement = against.get(rung.number);
    return !judgement || (judgement.p !== null && judgement.verdict !== 'worse');
  });
  const reach = chanceOf(best, by);
  const isNear = ({ mean }: Rung) => Math.abs(mean! - best.mean!) <= reach;
  const simplest = open.find(isNear) ?? best;
  const far = open[0] && open[0] !== simplest ? open[0] : null;
  return {
    best: best.number,
    simplest: simplest.number,
    reason: `${reasonOf(simplest, best, others.length, by, far)}${far ? farSentence(far, best, by) : ''}`,
    against,
  };
}

/**
 * How far from its mean other folds could have put the mean of the best, in 95 of 100 cases: Student's interval with the
 * variance of the corrected resampled t test (C. Nadeau and Y. Bengio, Machine Learning 52, 2003).
 */
function chanceOf(best: Rung, { folds, rows }: ComparedBy): number {
  const known = best.folds.filter(({ value }) => value !== null);
  const count = known.length;
  if (count < 2) return Infinity;
  const mean = known.reduce((sum, { value }) => sum + value! / count, 0);
  const squares = known.reduce((sum, { value }) => sum + (value! - mean) * (value! - mean), 0);
  const judge = known.reduce((sum, each) => sum + each.rows, 0);
  const learn = known.reduce((sum, each) => sum + learnt(best, each, folds, rows), 0);
  const variance = (squares / (count - 1)) * (1 / count + judge / learn);
  return tQuantile(0.975, count - 1) * Math.sqrt(variance);
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

function reasonOf(
  simplest: Rung,
  best: Rung,
  others: number,
  { metric }: ComparedBy,
  far: Rung | null,
): string {
  const { label } = METRICS[metric];
  const mean = (rung: Rung) => plainNumber(rung.mean!, 3);
  const folds = best.folds.length;
  if (others === 0) return `${best.label} is all there is to choose from.`;
  if (simplest === best) {
    const rest = far ? '.' : ', and everything simpler is measurably worse.';
    return `${best.label} has the best ${label}, ${mean(best)} over ${folds} folds${rest}`;
  }
  const near = far
    ? `near ${best.label} and not measurably worse`
    : `not measurably worse than ${best.label}`;
  return `${simplest.label} is the simplest that is ${near}: mean ${label} ${mean(simplest)} against ${mean(best)} over ${folds} folds, by the corrected resampled t test, corrected for ${others} ${others === 1 ? 'comparison' : 'comparisons'} (Holm).`;
}

/** Of what is simpler still and not measurably worse, but no near miss. */
function farSentence(far: Rung, best: Rung, { metric }: ComparedBy): string {
  const { label } = METRICS[metric];
  return ` ${far.label} is not measurably worse by these folds, but ${plainNumber(far.mean!, 3)} is no ${label} that ${best.label} would have by chance: more rows or folds would tell.`;
}
