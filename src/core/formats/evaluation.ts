import type {
  CalibrationBin,
  Evaluation,
  JudgedAnswers,
  MetricValue,
  Point,
  Residuals,
  WorstRow,
} from '../evaluation/types';
import {
  count,
  distinct,
  link,
  listOf,
  number,
  oneOf,
  only,
  orNull,
  record,
  text,
  where,
  type Check,
} from '../shape/check';
import { histogram } from './histogram';
import { classesFit, metricName, part, taskKind } from './vocabulary';

export const metricValue = record<MetricValue>({
  name: metricName,
  value: orNull(number),
  low: orNull(number),
  high: orNull(number),
  method: text,
  varies: oneOf({ rows: 1, groups: 1 }),
  n: count,
});

/** Each metric at most once. */
export const metricValues = where(listOf(metricValue), (metrics) =>
  distinct(metrics.map(({ name }) => name)),
);

const points = listOf(record<Point>({ x: number, y: number }));

type ClassCurve = Evaluation['roc'][number];
const curves = where(listOf(record<ClassCurve>({ positive: text, points })), (all) =>
  distinct(all.map(({ positive }) => positive)),
);

const answer: Check<string | number> = (value): value is string | number =>
  text(value) || number(value);

/** What every evaluation says, whichever rows were judged. */
export const judgedFields = {
  model: link,
  task: link,
  kind: taskKind,
  rows: count,
  classes: orNull(listOf(text)),
  threshold: orNull(number),
  metrics: metricValues,
  baseline: metricValues,
  confusion: orNull(listOf(listOf(count))),
  roc: curves,
  precisionRecall: curves,
  calibration: listOf(record<CalibrationBin>({ predicted: number, observed: number, count })),
  residuals: orNull(record<Residuals>({ points, histogram })),
  worst: where(
    listOf(record<WorstRow>({ row: count, truth: answer, answer, score: number })),
    (rows) => distinct(rows.map(({ row }) => row)),
  ),
  sentence: text,
};

function fitsClasses(
  { threshold, kind, confusion, roc, precisionRecall, residuals, worst }: JudgedAnswers,
  classes: readonly string[],
): boolean {
  const known = new Set<string | number>(classes);
  return (
    (threshold !== null) === (kind === 'binary') &&
    confusion !== null &&
    confusion.length === classes.length &&
    confusion.every((row) => row.length === classes.length) &&
    [...roc, ...precisionRecall].every(({ positive }) => known.has(positive)) &&
    residuals === null &&
    worst.every(({ truth, answer }) => known.has(truth) && known.has(answer))
  );
}

function fitsNumbers(evaluation: JudgedAnswers): boolean {
  const { threshold, confusion, roc, precisionRecall, residuals, worst } = evaluation;
  return (
    threshold === null &&
    confusion === null &&
    roc.length === 0 &&
    precisionRecall.length === 0 &&
    residuals !== null &&
    worst.every(({ truth, answer }) => number(truth) && number(answer))
  );
}

/** Whether what it holds fits its kind, and names none but its own classes. */
export function fitsKind(value: JudgedAnswers): boolean {
  return (
    classesFit(value.kind, value.classes) &&
    (value.classes === null ? fitsNumbers(value) : fitsClasses(value, value.classes))
  );
}

export const evaluation = where(
  record<Evaluation>({ format: only('loam.evaluation/1'), part, ...judgedFields }),
  fitsKind,
);
