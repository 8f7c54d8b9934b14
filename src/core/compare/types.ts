/** Is B better than A? What was asked, of which rows, by which test, and what came of it. */
import type { Link } from '../hash/digest';
import type { MetricName } from '../metrics/names';
import type { Part } from '../task/types';

export type CompareTest =
  /** Same rows, right or wrong each: McNemar's, mid-p. */
  | 'mcnemar'
  /** Same rows, ROC AUC of two classes. */
  | 'delong'
  /** Same rows, or same groups of rows, any metric. */
  | 'paired-bootstrap'
  /** Same folds. */
  | 'corrected-t'
  /** Nothing could be tested. */
  | 'none';

export type Verdict = 'better' | 'worse' | 'not enough evidence';

export interface Judgement {
  metric: MetricName;
  /** Null where the metric is undefined on these rows. */
  valueA: number | null;
  valueB: number | null;
  /** B less A, in the metric's own units. */
  difference: number | null;
  /** 95 % interval of the difference, for this pair alone; null where none can be given. */
  low: number | null;
  high: number | null;
  /** Two-sided, for this pair alone; null where nothing could be tested. */
  p: number | null;
  /** `p` after how many candidates were tried (or, of several comparisons, after Holm's correction). */
  corrected: number | null;
  /** Candidates that B is the best of; 1 where there was no choice. */
  tried: number;
  test: CompareTest;
  /** Why this test, as a sentence. */
  why: string;
  /** What varies over the interval, and how many of it there are. */
  varies: 'rows' | 'groups' | 'folds';
  n: number;
  /** Rows that both answered. */
  rows: number;
  /** By the corrected p, at 5 %. */
  verdict: Verdict;
  /**
   * Rows that would tell, in 8 of 10 cases, if the true difference is the observed one; null where it is told
   * already, or where that is no number one could say.
   */
  rowsNeeded: number | null;
}

export interface Comparison {
  format: 'loam.comparison/1';
  task: Link;
  /** Model versions, or results of trials. */
  of: 'models' | 'trials';
  a: Link;
  b: Link;
  /** Null for trials, which are compared by what they answered out of fold. */
  part: Part | null;
  /** Rows of the part that were left out because one of the two has learnt from them. */
  leftOut: number;
  judgement: Judgement;
}
