/** The value of metrics on rows counted once; undefined ones are null. */
import type { Answers } from './answers';
import { confusionFamily } from './confusion-family';
import { errorFamily } from './error-family';
import type { Family } from './family';
import { probabilityFamily } from './probability-family';
import type { MetricName } from './names';
import { binaryRankingFamily, multiclassRankingFamily } from './ranking-family';
import { METRICS_SHOWN } from './shown';

type Maker = { names: readonly MetricName[]; make: () => Family };

function makersOf(answers: Answers): Maker[] {
  switch (answers.kind) {
    case 'binary':
      return [
        { names: ['roc_auc', 'average_precision'], make: () => binaryRankingFamily(answers) },
        { names: ['log_loss', 'brier'], make: () => probabilityFamily(answers) },
        { names: METRICS_SHOWN.binary, make: () => confusionFamily(answers) },
      ];
    case 'multiclass':
      return [
        { names: ['roc_auc_ovr_macro'], make: () => multiclassRankingFamily(answers) },
        { names: ['log_loss', 'top2_accuracy'], make: () => probabilityFamily(answers) },
        { names: METRICS_SHOWN.multiclass, make: () => confusionFamily(answers) },
      ];
    case 'regression':
      return [{ names: METRICS_SHOWN.regression, make: () => errorFamily(answers) }];
    default:
      return answers satisfies never;
  }
}

/** @param only prepares the one that has this metric; default: all. Without any for a metric of another kind. */
export function familiesOf(answers: Answers, only: MetricName | null = null): Family[] {
  const makers = makersOf(answers);
  // The last maker is named for every metric, and makes those that none before it makes.
  const wanted =
    only === null ? makers : makers.filter(({ names }) => names.includes(only)).slice(0, 1);
  return wanted.map(({ make }) => make());
}

/** Where each metric of these families lands when they are measured one after the other. */
export function namesOf(families: readonly Family[]): MetricName[] {
  return families.flatMap(({ names }) => names);
}

export function measureAll(
  families: readonly Family[],
  counts: Int32Array,
  into: Float64Array,
): void {
  let at = 0;
  for (const family of families) {
    family.measure(counts, into, at);
    at += family.names.length;
  }
}

export function ones(n: number): Int32Array<ArrayBuffer> {
  return new Int32Array(n).fill(1);
}

/** Every metric of the task's kind. */
export function metricValues(answers: Answers): Map<MetricName, number | null> {
  const families = familiesOf(answers);
  const names = namesOf(families);
  const values = new Float64Array(names.length);
  measureAll(families, ones(answers.truth.length), values);
  return new Map(names.map((name, i) => [name, Number.isFinite(values[i]) ? values[i]! : null]));
}

/** One metric, to be measured on any counts of the rows; NaN where it is undefined. */
export type MeasureOne = (counts: Int32Array) => number;

/**
 * Prepares no more than the metric needs.
 * @throws RangeError where the metric is not one of the task's kind
 */
export function measureOne(name: MetricName, answers: Answers): MeasureOne {
  const [family] = familiesOf(answers, name);
  if (!family) throw new RangeError(`${name} is not defined for ${answers.kind}`);
  const at = family.names.indexOf(name);
  const values = new Float64Array(family.names.length);
  return (counts) => {
    family.measure(counts, values, 0);
    return values[at]!;
  };
}

/**
 * One metric; null where it is undefined on these rows.
 * @throws RangeError where the metric is not one of the task's kind
 */
export function metricValue(name: MetricName, answers: Answers): number | null {
  const value = measureOne(name, answers)(ones(answers.truth.length));
  return Number.isFinite(value) ? value : null;
}
