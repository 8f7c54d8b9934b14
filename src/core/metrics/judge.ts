import type { MetricValue } from '../evaluation/types';
import type { Answers, ClassAnswers } from './answers';
import { collapse } from './collapse';
import type { Family } from './family';
import { byResampling } from './intervals/by-resampling';
import { closedForms } from './intervals/closed-form';
import { resample, type Resampled, type Watch } from './intervals/resample';
import type { Units } from './intervals/units';
import { familiesOf, measureAll, namesOf, ones } from './measure';
import type { MetricName } from './names';
import { METRICS_SHOWN } from './shown';

/** Seed of the resamples where the caller names none; intervals of equal inputs are equal. */
const SEED = 0;

function undefinedOn(name: MetricName, n: number): MetricValue {
  const method = 'undefined on these rows';
  return { name, value: null, low: null, high: null, method, varies: 'rows', n };
}

function judgeOne(
  answers: Answers,
  names: MetricName[],
  values: Float64Array,
  { resampled, leftOut }: Resampled,
  offset: number,
  seed: number,
  units: Units | null,
): MetricValue[] {
  const n = units ? units.count : answers.truth.length;
  const varies = units ? 'groups' : 'rows';
  const closed = units ? null : closedForms(answers, names, seed);
  return METRICS_SHOWN[answers.kind].map((name): MetricValue => {
    const k = offset + names.indexOf(name);
    const value = values[k]!;
    if (!Number.isFinite(value)) return undefinedOn(name, n);
    const drawn = resampled[k]!;
    const left = leftOut[k]!;
    const interval =
      closed?.(name, value) ?? byResampling(name, value, drawn, left, answers, units);
    return { name, value, ...interval, varies };
  });
}

/** Answers that are the same for every row, as one row per class. */
function perClass(answers: ClassAnswers): ClassAnswers {
  const classes = answers.probabilities.length;
  const probabilities = answers.probabilities.map((column) =>
    new Float64Array(classes).fill(column[0] ?? 0),
  );
  const truth = Int32Array.from({ length: classes }, (_, c) => c);
  return { ...answers, truth, probabilities };
}

function isConstant(answers: ClassAnswers): boolean {
  return answers.probabilities.every((column) => column.every((p) => p === column[0]));
}

function familiesFor(answers: Answers, only: MetricName | null = null): Family[] {
  if (answers.kind === 'regression' || !isConstant(answers)) return familiesOf(answers, only);
  return [collapse(familiesOf(perClass(answers)), answers.truth, answers.probabilities.length)];
}

/**
 * Every metric of each of several answers to the same rows, in the order they are shown, with 95 %
 * intervals over the rows: Clopper-Pearson or Wilson for shares, DeLong for the binary ROC AUC, the posterior of the
 * confusion matrix for what it decides and of a Brier score of few rows, the bootstrap on the logit for average precision and the AUC over classes,
 * BCa bootstrap for the rest (means no narrower than their t interval without skewness). Where rows come in units (groups), whole units are resampled
 * for every metric, and no interval is narrower than a t interval over units. All are resampled with
 * the same draws. What each covers: intervals/COVERAGE.md.
 * @throws LoamError `cancelled`
 */
export async function judge(
  several: readonly Answers[],
  watch: Watch = {},
  seed = SEED,
  units: Units | null = null,
): Promise<MetricValue[][]> {
  const rows = several[0]?.truth.length ?? 0;
  const families = several.map((answers) => familiesFor(answers));
  const all = families.flat();
  const names = namesOf(all);
  const values = new Float64Array(names.length);
  measureAll(all, ones(rows), values);
  const resampled = await resample(all, rows, seed, watch, units);
  let offset = 0;
  return several.map((answers, i) => {
    const own = namesOf(families[i]!);
    const judged = judgeOne(answers, own, values, resampled, offset, seed, units);
    offset += own.length;
    return judged;
  });
}

/**
 * One metric as `judge` gives it, preparing and resampling no more than it needs; so an interval by resampling has
 * draws of its own number where rows are many.
 * @throws LoamError `cancelled`, RangeError where the metric is not one of the answers' kind
 */
export async function judgeMetric(
  name: MetricName,
  answers: Answers,
  watch: Watch = {},
  seed = SEED,
  units: Units | null = null,
): Promise<MetricValue> {
  const n = answers.truth.length;
  const families = familiesFor(answers, name).filter(({ names }) => names.includes(name));
  if (families.length === 0) throw new RangeError(`${name} is not defined for ${answers.kind}`);
  const names = namesOf(families);
  const values = new Float64Array(names.length);
  measureAll(families, ones(n), values);
  const k = names.indexOf(name);
  const value = values[k]!;
  if (!Number.isFinite(value)) return undefinedOn(name, n);
  const exact = units ? null : closedForms(answers, [name], seed)(name, value);
  if (exact) return { name, value, ...exact, varies: 'rows' };
  const { resampled, leftOut } = await resample(families, n, seed, watch, units);
  const interval = byResampling(name, value, resampled[k]!, leftOut[k]!, answers, units);
  return { name, value, ...interval, varies: units ? 'groups' : 'rows' };
}
