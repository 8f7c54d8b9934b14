import { tQuantile, tTwoSided } from '../distributions/student-t';
import type { Answers } from '../metrics/answers';
import { acceleration, bca } from '../metrics/intervals/bca';
import { normalQuantile, normalShare } from '../metrics/intervals/normal';
import { resample, type Watch } from '../metrics/intervals/resample';
import type { Units } from '../metrics/intervals/units';
import { familiesOf, namesOf } from '../metrics/measure';
import type { MetricName } from '../metrics/names';

export interface PairedBootstrap {
  low: number | null;
  high: number | null;
  /** Standard error of the difference. */
  error: number;
  p: number | null;
}

/** With fewer rows (or groups) the spread of resamples says too little. */
const FEWEST = 10;
const DEFINED = 0.9;

const NONE: PairedBootstrap = { low: null, high: null, error: NaN, p: null };

/** The z value at which the BCa interval ends at 0 (Efron 1987, its formula solved for z). */
function zOfNone(value: number, resampled: Float64Array, a: number, error: number): number {
  const b = resampled.length;
  const kept = (share: number) => Math.min(Math.max(share, 0.5 / b), 1 - 0.5 / b);
  let below = 0;
  let under = 0;
  for (const each of resampled) {
    below += each < 0 ? 1 : each === 0 ? 0.5 : 0;
    under += each < value ? 1 : each === value ? 0.5 : 0;
  }
  // Beyond the resamples only their spread can tell.
  if (below < 1 || below > b - 1) {
    const edge = -normalQuantile(0.5 / b);
    const size = Math.max(edge, Math.abs(value) / error);
    return below < 1 ? -size : size;
  }
  const z0 = normalQuantile(kept(under / b));
  const w = normalQuantile(kept(below / b)) - z0;
  return w / (1 + a * w) - z0;
}

/**
 * Any metric of two models on the same rows: both are measured on the same resamples of the rows, or of whole groups,
 * and the differences give a BCa interval, and p where that interval would end at 0. On few rows that alone calls equal
 * models apart in 8 to 10 of 100 cases; so the t interval with the bootstrap's standard error is taken where it is wider.
 * @param difference B less A on the rows themselves
 * @throws LoamError `cancelled`
 */
export async function pairedBootstrap(
  metric: MetricName,
  a: Answers,
  b: Answers,
  difference: number,
  units: Units | null = null,
  watch: Watch = {},
  seed = 0,
): Promise<PairedBootstrap> {
  const rows = a.truth.length;
  const families = [a, b].map((answers) => familiesOf(answers, metric)[0]!);
  const at = families[0]!.names.indexOf(metric);
  const offset = namesOf([families[0]!]).length;
  if ((units ? units.count : rows) < FEWEST) return NONE;
  const { resampled, leftOut } = await resample(families, rows, seed, watch, units);
  const apart = (values: Float64Array[]) =>
    values[at]!.map((value, i) => values[at + offset]![i]! - value).filter((d) =>
      Number.isFinite(d),
    );
  const differences = apart(resampled).sort();
  if (differences.length < DEFINED * resampled[0]!.length) return NONE;
  let mean = 0;
  for (const d of differences) mean += d / differences.length;
  let squares = 0;
  for (const d of differences) squares += (d - mean) * (d - mean);
  const error = Math.sqrt(squares / (differences.length - 1));
  if (differences[0] === 0 && differences.at(-1) === 0) return { low: 0, high: 0, error: 0, p: 1 };
  // No width would claim certainty.
  if (error <= 1e-12 * Math.abs(difference)) return NONE;
  const left = apart(leftOut);
  const z = zOfNone(difference, differences, acceleration(left), error);
  const whole = units ? units.count : rows;
  // Resampling makes the spread too small by this much, and few rows give wider tails than a normal.
  const wide = error * Math.sqrt(whole / (whole - 1));
  const half = tQuantile(0.975, whole - 1) * wide;
  const { low, high } = bca(difference, differences, left);
  return {
    low: Math.min(low, difference - half),
    high: Math.max(high, difference + half),
    error,
    p: Math.max(
      Math.min(1, 2 * normalShare(-Math.abs(z))),
      tTwoSided(difference / wide, whole - 1),
    ),
  };
}
