/** What a model version is worth: metrics with intervals, curves, worst rows, the baseline. */
import type { Link } from '../hash/digest';
import type { MetricName } from '../metrics/names';
import type { Part, TaskKind } from '../task/types';

export interface MetricValue {
  name: MetricName;
  /** Null where the metric is undefined on these rows (one class only, no positives...). */
  value: number | null;
  /** 95 % interval; null where none can be given. */
  low: number | null;
  high: number | null;
  /** How the interval was made, e.g. "Wilson", "DeLong", "Jeffreys posterior, 1,000 draws". */
  method: string;
  /** What varies over the interval. */
  varies: 'rows' | 'groups';
  /** How many of those. */
  n: number;
}

export interface Point {
  x: number;
  y: number;
}

/** Mean prediction against observed share (classes) or mean (regression), per bin of equal counts. */
export interface CalibrationBin {
  predicted: number;
  observed: number;
  count: number;
}

export interface WorstRow {
  /** Row number in the dataset version, from 0. */
  row: number;
  truth: string | number;
  answer: string | number;
  /** Probability given to the truth (classes) or signed error, answer minus truth (regression). */
  score: number;
}

export interface Residuals {
  /** At most 2,000 points, evenly spaced over the rows: x predicted, y answer minus truth. */
  points: Point[];
  histogram: { start: number; width: number; counts: number[] };
}

/** What a model version is worth on some rows, whichever they are. */
export interface JudgedAnswers {
  model: Link;
  /** It says what is predicted, and by which rows the baseline answers. */
  task: Link;
  kind: TaskKind;
  rows: number;
  classes: string[] | null;
  threshold: number | null;
  metrics: MetricValue[];
  /** The same metrics for the baseline (majority or mean of train) on the same rows. */
  baseline: MetricValue[];
  /** confusion[truth][answer]; null for regression. */
  confusion: number[][] | null;
  /** One per class (binary: the positive only); thinned to at most 400 points each. */
  roc: { positive: string; points: Point[] }[];
  precisionRecall: { positive: string; points: Point[] }[];
  calibration: CalibrationBin[];
  residuals: Residuals | null;
  worst: WorstRow[];
  /** "right 87 of 100; guessing gets 76"; two classes also say how many of the positive one are found. */
  sentence: string;
}

/** On one part of the task. */
export interface Evaluation extends JudgedAnswers {
  format: 'loam.evaluation/1';
  part: Part;
}
