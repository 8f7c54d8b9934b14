/** What is asked about how a model comes to its answers on the rows of one part, and what is found. */
import type { Cell } from '../dataset/types';
import type { Link } from '../hash/digest';
import type { MetricName } from '../metrics/names';
import type { Part } from '../task/types';

/** What an answer shall become. */
export type WantedAnswer =
  { type: 'class'; label: string } | { type: 'at-least' | 'at-most'; value: number };

export type UnderstandQuestion =
  /** By how much the task's metric drops where a column is shuffled. */
  | { type: 'importance' }
  /** Mean answer over the values of a column; `of` is the class, null for a number. */
  | { type: 'dependence'; column: string; of: string | null }
  /** The task's metric by the values of a column, which may be one that the model never sees. */
  | { type: 'slices'; column: string }
  /** Rows that the model got most wrong, and rows unlike their neighbours. */
  | { type: 'surprising' }
  /** Which columns moved the answer to one row of the dataset version. */
  | { type: 'why'; row: number }
  /** The fewest columns whose change makes the answer another; those of `keep` stay. */
  | { type: 'change'; row: number; wanted: WantedAnswer; keep: string[] };

/** Positive where the metric gets worse. */
export interface Drop {
  /** Shuffled together, each row's values of them staying together. */
  columns: string[];
  /** Mean over the repeats, in units of the metric; null where it is undefined on shuffled rows. */
  drop: number | null;
  /** 95 %, over rows (or groups); null where none can be given. */
  low: number | null;
  high: number | null;
}

export interface Importance {
  type: 'importance';
  metric: MetricName;
  /** On the rows as they are. */
  value: number | null;
  rows: number;
  repeats: number;
  /** What varies over the intervals: whole groups of rows. Default: rows. */
  varies?: 'groups';
  /** The largest drop first. */
  columns: Drop[];
  /** Columns that say nearly the same: the model can do without one of them, so that it drops less than it is worth. */
  groups: Drop[];
}

export interface DependencePoint {
  /** A number, or milliseconds of a date; a category; null is missing. */
  at: number | string | null;
  /** Answer over all rows whose column is set to this. */
  mean: number;
  /** Of these answers at 0.1, 0.25, 0.5, 0.75, 0.9. */
  quantiles: number[];
  /** Judged rows that are nearest to this value, or have it. */
  count: number;
}

export interface Dependence {
  type: 'dependence';
  column: string;
  /** The class whose probability is shown; null for a number. */
  of: string | null;
  scale: 'number' | 'date' | 'category';
  /** Rows whose answers are averaged. */
  rows: number;
  /** Numbers rise, categories come by frequency; a missing value last. */
  points: DependencePoint[];
  /** Rarer categories that are not shown. */
  others: number;
}

export type SliceOf =
  /** From `from` on, up to and without `to`; the last with it. */
  | { type: 'range'; from: number; to: number; last: boolean }
  | { type: 'value'; value: string }
  | { type: 'rest'; values: number }
  | { type: 'missing' };

export interface Slice {
  of: SliceOf;
  n: number;
  /** That its rows come in; only where the intervals vary over groups. */
  groups?: number;
  /** Null where there are too few rows, or the metric is undefined on them. */
  value: number | null;
  low: number | null;
  high: number | null;
  /** How the interval was made, or why there is no value. */
  method: string;
}

export interface Slices {
  type: 'slices';
  column: string;
  scale: 'number' | 'date' | 'category';
  metric: MetricName;
  /** What varies over the intervals, and is dealt anew for the gap: whole groups of rows. Default: rows. */
  varies?: 'groups';
  overall: { value: number | null; low: number | null; high: number | null; n: number };
  slices: Slice[];
  /** Between the best and the worst slice; null where fewer than two have a value. */
  gap: {
    /** Places in `slices`. */
    best: number;
    worst: number;
    size: number;
    /** Random deals of the rows (or groups) to the slices, and how many had a gap at least as large. */
    shuffles: number;
    asLarge: number;
  } | null;
}

export interface SurprisingRow {
  /** Row number in the dataset version, from 0. */
  row: number;
  truth: string | number;
  answer: string | number;
  /** Probability given to the truth (classes), or answer minus truth in units of the error (numbers). */
  score: number;
}

export interface LonelyRow {
  row: number;
  truth: string | number;
  answer: string | number;
  /** Of its nearest rows: how many have its class, or the mean of their numbers. */
  around: number;
}

export interface Surprising {
  type: 'surprising';
  rows: number;
  /** Root mean squared error on these rows, the unit of `score`; null for classes. */
  error: number | null;
  worst: SurprisingRow[];
  /** Most unlike their neighbours first. */
  lonely: { neighbours: number; among: number; rows: LonelyRow[] };
}

export interface WhyRow {
  type: 'why';
  row: number;
  /** The class that is explained; null for a number. */
  of: string | null;
  answer: number;
  typical: number;
  method: 'linear' | 'trees' | 'subsets' | 'orders';
  units: 'probability' | 'log-odds' | 'score' | 'share' | 'target' | 'log-target';
  parts: {
    column: string;
    value: Cell;
    by: number;
    /** Standard error; null where it is exact. */
    error: number | null;
  }[];
}

export interface ChangedAnswer {
  changes: { column: string; from: Cell; to: Cell }[];
  answer: string | number;
  /** Of the answered class; null for a number. */
  probability: number | null;
}

export interface Change {
  type: 'change';
  row: number;
  wanted: WantedAnswer;
  /** The answer as it is. */
  answer: string | number;
  /** Columns that could change. */
  free: string[];
  /** Null where none was found. */
  found: ChangedAnswer | null;
  /** Whether every change of fewer columns was tried, to the values that are usual. */
  fewest: boolean;
  /** Answers that were asked for. */
  tried: number;
}

export type UnderstandFinding = Importance | Dependence | Slices | Surprising | WhyRow | Change;

/** One answer about one model version on one part. */
export interface Understanding {
  format: 'loam.understanding/1';
  model: Link;
  task: Link;
  part: Part;
  question: UnderstandQuestion;
  finding: UnderstandFinding;
}
