/** What a trial is worth, from the answers of its folds to rows that they had not learnt from. */
import { matrixColumn, picked, pickedCodes } from '../dataset/picked';
import { cheapestDecision, type DecisionCost } from '../evaluation/decisions';
import type { MetricValue } from '../evaluation/types';
import type { Answers } from '../metrics/answers';
import type { Watch } from '../metrics/intervals/resample';
import type { Units } from '../metrics/intervals/units';
import { judgeMetric } from '../metrics/judge';
import { metricValue } from '../metrics/measure';
import type { MetricName } from '../metrics/names';
import type { Target } from '../task/target';
import type { OutOfFold, TrialResult } from './types';

/** Two classes are told apart here while no threshold has been chosen. */
const THRESHOLD = 0.5;

/** @param answers [rows, width] of these rows */
export function answersOfRows(
  target: Target,
  rows: Uint32Array,
  answers: Float64Array,
  threshold = THRESHOLD,
): Answers {
  if (target.type === 'number') {
    const truth = picked(target.values, rows);
    return { kind: 'regression', truth, predicted: answers };
  }
  const classes = target.classes.length;
  const truth = pickedCodes(target.codes, rows);
  const probabilities = target.classes.map((_, c) => matrixColumn(answers, classes, c));
  return classes === 2
    ? { kind: 'binary', truth, probabilities, threshold }
    : { kind: 'multiclass', truth, probabilities };
}

/** The study's metric on the rows that a fold judges; null where it is undefined there. */
export function foldValue(
  metric: MetricName,
  target: Target,
  judge: Uint32Array,
  answers: Float64Array,
): number | null {
  return metricValue(metric, answersOfRows(target, judge, answers));
}

/** Mean over the folds where the metric is defined, and their sample standard deviation; null where there is none. */
export function meanAndSd(values: readonly (number | null)[]): Pick<TrialResult, 'mean' | 'sd'> {
  const defined = values.filter((value) => value !== null);
  const n = defined.length;
  if (n === 0) return { mean: null, sd: null };
  const mean = defined.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, sd: null };
  const squares = defined.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, sd: Math.sqrt(squares / (n - 1)) };
}

export interface TrialScore {
  score: MetricValue | null;
  cheapest: TrialResult['cheapest'];
}

/**
 * The metric over all judged rows, and the cheapest threshold.
 * @param once answers to every row once at most, see `firstRepeat`
 * @param units rows that belong together, by their place in `once`; default: each is drawn by itself
 * @throws LoamError `cancelled`
 */
export async function trialScore(
  once: OutOfFold,
  target: Target,
  { metric, cost }: { metric: MetricName; cost: DecisionCost | null },
  watch: Watch = {},
  units: Units | null = null,
): Promise<TrialScore> {
  if (once.rows.length === 0) return { score: null, cheapest: null };
  const answers = answersOfRows(target, once.rows, once.answers);
  const score = await judgeMetric(metric, answers, watch, undefined, units);
  return {
    score: score.value === null ? null : score,
    cheapest: cost && answers.kind === 'binary' ? cheapest(once, target, cost) : null,
  };
}

function cheapest({ rows, answers }: OutOfFold, target: Target, cost: DecisionCost) {
  if (target.type !== 'classes') return null;
  const scoresOf = (positive: boolean) => {
    const chosen = Array.from(rows, (row, i) => ({
      code: target.codes[row],
      p: answers[2 * i + 1]!,
    }));
    return Float64Array.from(
      chosen.filter(({ code }) => (code === 1) === positive),
      ({ p }) => p,
    ).sort();
  };
  const decision = cheapestDecision({ positive: scoresOf(true), negative: scoresOf(false) }, cost);
  return { threshold: decision.threshold, cost: decision.cost! / rows.length };
}
