/**
 * Conformal answers from how wrong a model was on rows that it had not learnt from: V. Vovk, A. Gammerman and
 * G. Shafer, "Algorithmic learning in a random world", 2005; J. Lei et al., JASA 113, 2018 (split conformal).
 *
 * What is promised: if the model was fitted without these rows, and they and a new row are exchangeable, the new
 * row is covered with probability at least `coverage`, on average over such rows and samples; not for each kind of
 * row by itself. With out-of-fold answers, and a model that is fitted on all rows afterwards, the same ranks are
 * used, as in CV+ (R. F. Barber et al., Annals of Statistics 49, 2021): that is about right as long as the folds'
 * models are much like the last one, and no longer proven at this level.
 *
 * Where there are too few rows for a coverage there is no such answer, and none is given.
 */
import type { ClassIndices } from '../metrics/answers';
import type { Conformal } from '../model/types';

export type ConformalFit =
  | { type: 'fitted'; conformal: Conformal }
  /** `least` rows would do. */
  | { type: 'too-few-rows'; rows: number; least: number };

/** Decimal shares times a count are rounded up by a bit too much. */
const SLACK = 1e-9;

/** Which of n values, from 1 and ascending, is not exceeded by a further one with probability `coverage`. */
export function conformalRank(rows: number, coverage: number): number {
  return Math.ceil((rows + 1) * coverage - SLACK);
}

/** The fewest rows of which some value has the rank that the coverage asks for. */
export function leastRows(coverage: number): number {
  let rows = Math.max(1, Math.floor(coverage / (1 - coverage)) - 1);
  while (conformalRank(rows, coverage) > rows) rows++;
  return rows;
}

export function tooFewRows(
  { rows, least }: { rows: number; least: number },
  coverage: number,
): string {
  const percent = Number((coverage * 100).toPrecision(6));
  return `${percent} % of the rows can only be promised from ${least} unseen rows on, and there are ${rows}.`;
}

/**
 * @param residuals truth minus answer
 * @param sides absolute: as far to both sides; signed: half of the misses on either side, as a skewed target needs
 */
export function fitInterval(
  residuals: Float64Array,
  coverage: number,
  sides: 'absolute' | 'signed',
): ConformalFit {
  const rows = residuals.length;
  switch (sides) {
    case 'absolute': {
      const rank = conformalRank(rows, coverage);
      if (rank > rows) return { type: 'too-few-rows', rows, least: leastRows(coverage) };
      const far = residuals.map(Math.abs).sort()[rank - 1]!;
      return interval(coverage, -far, far);
    }
    case 'signed': {
      const rank = conformalRank(rows, (1 + coverage) / 2);
      if (rank > rows) return { type: 'too-few-rows', rows, least: leastRows((1 + coverage) / 2) };
      const sorted = residuals.slice().sort();
      return interval(coverage, sorted[rows - rank]!, sorted[rank - 1]!);
    }
    default:
      throw sides satisfies never;
  }
}

/**
 * By signed residuals where there are rows enough for either side, else by absolute ones. Only the number of rows
 * decides, so that what is promised holds.
 */
export function fitIntervalOf(residuals: Float64Array, coverage: number): ConformalFit {
  const signed = fitInterval(residuals, coverage, 'signed');
  return signed.type === 'fitted' ? signed : fitInterval(residuals, coverage, 'absolute');
}

function interval(coverage: number, low: number, high: number): ConformalFit {
  return { type: 'fitted', conformal: { type: 'interval', coverage, low, high } };
}

/** @param probabilities [rows, classes], calibrated as they will be */
export function fitSet(
  probabilities: Float64Array,
  classes: number,
  truth: ClassIndices,
  coverage: number,
): ConformalFit {
  const rows = truth.length;
  const rank = conformalRank(rows, coverage);
  if (rank > rows) return { type: 'too-few-rows', rows, least: leastRows(coverage) };
  const ofTruth = Float64Array.from(truth, (code, row) => probabilities[row * classes + code]!);
  const least = ofTruth.sort()[rows - rank]!;
  return { type: 'fitted', conformal: { type: 'set', coverage, least } };
}
