/**
 * What a task by time is forecast from: how many rows ahead its folds ask, and columns that look back at least as far,
 * so that every one of them is known when the forecast is made.
 */
import type { ColumnProfile } from '../dataset/types';
import { calendarSeasons } from '../metrics/forecast';
import type { RecipeFacts } from '../recipe/facts';
import { lagColumn } from '../recipe/lags';
import type { DerivedLag } from '../recipe/refinements';
import type { FoldPlan } from '../task/folds';

export interface SeriesFacts {
  /** The column with role time. */
  time: string;
  target: string;
  /** Rows from the last one seen to the last one that is forecast. */
  horizon: number;
  /** Rows in a turn of the calendar; empty where the rows follow none. */
  seasons: readonly number[];
}

/** Means over a week and a month of days, or as many rows of another kind. */
const MEANS = [7, 28] as const;
/** A lag that leaves fewer rows of train than this many in ten says too little. */
const MOST_OF_ROWS = 0.4;

/** Null where the rows are no series of numbers in time, or the folds are not by time. */
export function seriesFacts(facts: RecipeFacts, plan: FoldPlan): SeriesFacts | null {
  if (plan.by !== 'time' || facts.kind !== 'regression') return null;
  const named = (role: string) => facts.roles.find((each) => each.role === role)?.column;
  const [time, target] = [named('time'), named('target')];
  const spacing = spacingOf(facts.columns.find(({ name }) => name === time));
  if (time === undefined || target === undefined || spacing === null) return null;
  const horizon = Math.max(1, Math.round(plan.horizon / spacing));
  const seasons = calendarSeasons(spacing).filter((season) => season < facts.rows * MOST_OF_ROWS);
  return { time, target, horizon, seasons };
}

/** Milliseconds between neighbours, on average over the distinct times. */
function spacingOf(time: ColumnProfile | undefined): number | null {
  if (time?.type !== 'datetime' || !time.numeric || time.distinct < 2) return null;
  const { min, max } = time.numeric;
  return (max - min) / (time.distinct - 1);
}

/** The target at the horizon and just before it, one turn of each season ago, and its means over some rows before. */
export function seriesLags({ target, horizon, seasons }: SeriesFacts, rows: number): DerivedLag[] {
  const backs = [
    horizon,
    horizon + 1,
    ...seasons.map((season) => season * Math.ceil(horizon / season)),
  ];
  const lags = [...new Set(backs)]
    .sort((a, b) => a - b)
    .map((back) => lagColumn({ column: target, rows: back, mean: 1 }));
  const means = MEANS.filter((mean) => mean + horizon < rows * MOST_OF_ROWS).map((mean) =>
    lagColumn({ column: target, rows: horizon, mean }),
  );
  return [...lags, ...means];
}
