/**
 * What the seasonal naive forecast would have been worth on the folds of a plan by time: the least that a model must
 * beat. It is no candidate: it learns nothing, and answers only where every row before it is known.
 */
import { calendarSeason, likelySeason, seasonalNaive, seasonalScale } from '../metrics/forecast';
import type { Fold } from '../task/folds';
import { joinFolds, type FoldAnswers } from './out-of-fold';
import type { OutOfFold } from './types';

export interface NaiveReference {
  /** Steps from a value to the one that stands for it. */
  season: number;
  /** Mean absolute error over all judged rows that it answers. */
  error: number;
  /** To the rows that each fold judges, as a candidate would answer; rows with nothing before them are left out. */
  answers: OutOfFold;
  /** Per fold, what one MASE is there; null where that cannot be counted. */
  scales: (number | null)[];
}

interface Series {
  /** Row numbers in order of time. */
  rows: Uint32Array;
  values: Float64Array;
  /** Milliseconds between neighbours, the median. */
  spacing: number;
}

/**
 * @param times milliseconds UTC per row of the dataset, NaN where missing
 * @param values the target per row, NaN where missing
 * @param folds of a plan by time
 * @returns null where the rows are no single series (two of one time) or nothing was judged
 */
export function naiveReference(
  times: Float64Array,
  values: Float64Array,
  folds: readonly Fold[],
): NaiveReference | null {
  const series = seriesOf(times, values, folds);
  if (!series) return null;
  const placeOf = new Map<number, number>();
  series.rows.forEach((row, place) => placeOf.set(row, place));
  const origins = folds.map(({ judge }) =>
    judge.reduce((least, row) => Math.min(least, placeOf.get(row) ?? least), series.rows.length),
  );
  // What is seen before the first window says what the season is: the same for all folds, and seen by all.
  const before = series.values.subarray(0, Math.min(...origins));
  const season = calendarSeason(likelySeason(before), series.spacing);
  let sum = 0;
  const answered = folds.map((fold, i): FoldAnswers => {
    const origin = origins[i]!;
    const naive = seasonalNaive(series.values, origin, series.rows.length - origin, season);
    const given: [row: number, answer: number][] = [];
    for (const row of fold.judge) {
      const place = placeOf.get(row);
      const answer = place === undefined ? NaN : naive[place - origin]!;
      const error = Math.abs(values[row]! - answer);
      if (Number.isNaN(error)) continue;
      sum += error;
      given.push([row, answer]);
    }
    const judge = Uint32Array.from(given, ([row]) => row);
    const answers = Float64Array.from(given, ([, answer]) => answer);
    return { fold: { ...fold, judge }, answers };
  });
  const answers = joinFolds(answered, 1);
  const count = answers.rows.length;
  if (count === 0) return null;
  const scales = origins.map((origin) => seasonalScale(series.values, origin, season));
  return { season, error: sum / count, answers, scales };
}

/** Mean absolute scaled error per fold; null where a fold has no scale, or no row was judged. */
export function maseByFold(
  { rows, folds, answers }: OutOfFold,
  values: Float64Array,
  { scales }: NaiveReference,
): (number | null)[] {
  const sums = new Float64Array(scales.length);
  const counts = new Uint32Array(scales.length);
  rows.forEach((row, i) => {
    const error = Math.abs(values[row]! - answers[i]!);
    if (Number.isNaN(error)) return;
    sums[folds[i]!]! += error;
    counts[folds[i]!]! += 1;
  });
  return scales.map((scale, fold) =>
    scale === null || counts[fold] === 0 ? null : sums[fold]! / counts[fold]! / scale,
  );
}

/** The mean over the folds where it can be counted; null where it can in none. */
export function maseOf(
  answers: OutOfFold,
  values: Float64Array,
  reference: NaiveReference,
): number | null {
  const counted = maseByFold(answers, values, reference).filter((value) => value !== null);
  if (counted.length === 0) return null;
  return counted.reduce((sum, value) => sum + value, 0) / counted.length;
}

function seriesOf(
  times: Float64Array,
  values: Float64Array,
  folds: readonly Fold[],
): Series | null {
  const rows = new Set<number>();
  for (const { learn, judge } of folds) {
    for (const row of learn) if (!Number.isNaN(times[row]!)) rows.add(row);
    for (const row of judge) rows.add(row);
  }
  const ordered = Uint32Array.from(rows).sort((a, b) => times[a]! - times[b]! || a - b);
  const gaps = Float64Array.from(
    { length: Math.max(0, ordered.length - 1) },
    (_, i) => times[ordered[i + 1]!]! - times[ordered[i]!]!,
  ).sort();
  if (gaps.length === 0 || gaps[0] === 0) return null;
  const spacing = gaps[gaps.length >> 1]!;
  return { rows: ordered, values: Float64Array.from(ordered, (row) => values[row]!), spacing };
}
