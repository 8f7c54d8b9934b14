/** Picks the test that fits what is compared, and says what follows from it. */
import { tQuantile } from '../distributions/student-t';
import type { Answers } from '../metrics/answers';
import { Z_95 } from '../metrics/intervals/normal';
import type { Watch } from '../metrics/intervals/resample';
import type { Units } from '../metrics/intervals/units';
import { metricValue } from '../metrics/measure';
import { METRICS, type MetricName } from '../metrics/names';
import { correctedT } from './corrected-t';
import { delongPair } from './delong-pair';
import { forTried } from './holm';
import { mcnemar } from './mcnemar';
import { pairedBootstrap } from './paired-bootstrap';
import { isRightOrWrong, rightRows, type RightOrWrong } from './right-rows';
import { rowsNeeded } from './rows-needed';
import type { Judgement, Verdict } from './types';

export const LEVEL = 0.05;

export interface RowsAsked {
  metric: MetricName;
  /** Answers to the same rows, in the same order. */
  a: Answers;
  b: Answers;
  /** Groups that the rows come in; null where each stands for itself. */
  units: Units | null;
  tried: number;
}

export interface FoldsAsked {
  metric: MetricName;
  /** Per fold, in the same order; folds where either is undefined are left out beforehand. */
  a: readonly number[];
  b: readonly number[];
  /** Means over the folds. */
  learnRows: number;
  judgeRows: number;
  /** Different rows that were judged. */
  rows: number;
  tried: number;
}

/** What a test found, before it is judged. */
type Found = Pick<
  Judgement,
  | 'low'
  | 'high'
  | 'p'
  | 'test'
  | 'why'
  | 'varies'
  | 'n'
  | 'rows'
  | 'valueA'
  | 'valueB'
  | 'difference'
> & { error: number };

export function verdictOf(
  metric: MetricName,
  difference: number | null,
  corrected: number | null,
): Verdict {
  if (difference === null || corrected === null || corrected >= LEVEL) return 'not enough evidence';
  const gain = METRICS[metric].better === 'higher' ? difference : -difference;
  return gain > 0 ? 'better' : gain < 0 ? 'worse' : 'not enough evidence';
}

function judged(metric: MetricName, tried: number, { error, ...found }: Found): Judgement {
  const corrected = found.p === null ? null : forTried(found.p, tried);
  const verdict = verdictOf(metric, found.difference, corrected);
  const open = verdict === 'not enough evidence' && found.difference !== null;
  return {
    metric,
    ...found,
    corrected,
    tried,
    verdict,
    rowsNeeded: open ? rowsNeeded(found.rows, found.difference!, error, tried) : null,
  };
}

/** The difference of two shares of the same rows, and its interval by Bonett and Price (2012). */
function byMcNemar(
  metric: RightOrWrong,
  a: Answers,
  b: Answers,
): Pick<Found, 'low' | 'high' | 'p' | 'error'> {
  const ofA = rightRows(metric, a);
  const ofB = rightRows(metric, b);
  let onlyA = 0;
  let onlyB = 0;
  let n = 0;
  ofA.forEach((right, i) => {
    if (right < 0) return;
    n++;
    if (right === 1 && ofB[i] === 0) onlyA++;
    if (right === 0 && ofB[i] === 1) onlyB++;
  });
  const { midP } = mcnemar(onlyA, onlyB);
  const p = [onlyA + 1, onlyB + 1].map((count) => count / (n + 2)) as [number, number];
  const d = p[1] - p[0];
  const half = Z_95 * Math.sqrt((p[0] + p[1] - d * d) / (n + 2));
  const share = (onlyB - onlyA) / n;
  return {
    low: Math.max(-1, d - half),
    high: Math.min(1, d + half),
    p: midP,
    error: Math.sqrt(Math.max(0, (onlyA + onlyB) / n - share * share) / n),
  };
}

const WHY = {
  mcnemar:
    'Both answered the same rows, so only rows that one of them gets right and the other does not can tell.',
  delong: 'Both ranked the same rows, so their areas under the curve vary together.',
  rows: 'No formula tells how this metric varies, so the same rows are drawn again and again for both.',
  groups: 'Rows of one group are alike, so whole groups are drawn again and again for both.',
  folds:
    'Folds learn from mostly the same rows, so a plain t test would say "better" far too often.',
} as const;

/**
 * @param watch lets resampling be watched and stopped
 * @throws LoamError `cancelled`
 */
export async function compareRows(asked: RowsAsked, watch: Watch = {}): Promise<Judgement> {
  const { metric, a, b, units, tried } = asked;
  const rows = a.truth.length;
  const valueA = rows === 0 ? null : metricValue(metric, a);
  const valueB = rows === 0 ? null : metricValue(metric, b);
  const varies = units ? ('groups' as const) : ('rows' as const);
  const n = units ? units.count : rows;
  const base = { valueA, valueB, varies, n, rows };
  if (valueA === null || valueB === null) {
    const why = 'The metric is undefined on these rows.';
    const none = { difference: null, low: null, high: null, p: null, error: NaN };
    return judged(metric, tried, { ...base, ...none, test: 'none', why });
  }
  const difference = valueB - valueA;
  if (!units && isRightOrWrong(metric)) {
    const found = byMcNemar(metric, a, b);
    return judged(metric, tried, {
      ...base,
      difference,
      ...found,
      test: 'mcnemar',
      why: WHY.mcnemar,
    });
  }
  if (!units && metric === 'roc_auc' && a.kind === 'binary' && b.kind === 'binary') {
    const { low, high, p, error } = delongPair(a.truth, a.probabilities[1]!, b.probabilities[1]!);
    const found = { low, high, p, error };
    return judged(metric, tried, {
      ...base,
      difference,
      ...found,
      test: 'delong',
      why: WHY.delong,
    });
  }
  const found = await pairedBootstrap(metric, a, b, difference, units, watch);
  return judged(metric, tried, {
    ...base,
    difference,
    ...found,
    test: 'paired-bootstrap',
    why: WHY[varies],
  });
}

/** Two candidates by their metric on the same folds. */
export function compareFolds(asked: FoldsAsked): Judgement {
  const { metric, a, b, learnRows, judgeRows, rows, tried } = asked;
  const n = a.length;
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const base = { varies: 'folds' as const, n, rows, test: 'corrected-t' as const, why: WHY.folds };
  if (n === 0) {
    const none = { valueA: null, valueB: null, difference: null, low: null, high: null, p: null };
    return judged(metric, tried, {
      ...base,
      ...none,
      test: 'none',
      why: 'They share no fold.',
      error: NaN,
    });
  }
  const { difference, low, high, p } = correctedT(
    a.map((value, i) => b[i]! - value),
    learnRows,
    judgeRows,
  );
  const error = high === null ? NaN : (high - difference) / tQuantile(0.975, Math.max(1, n - 1));
  return judged(metric, tried, {
    ...base,
    valueA: mean(a),
    valueB: mean(b),
    difference,
    low,
    high,
    p,
    error,
  });
}
