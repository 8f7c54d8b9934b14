import type { Answers } from '../metrics/answers';
import { resample, type Watch } from '../metrics/intervals/resample';
import type { Units } from '../metrics/intervals/units';
import { familiesOf, namesOf } from '../metrics/measure';
import type { MetricName } from '../metrics/names';
import { NO_INTERVAL, pairedInterval, type PairedInterval } from './paired-interval';

/** With fewer rows (or groups) the spread of resamples says too little. */
const FEWEST = 10;
const DEFINED = 0.9;

/**
 * Any metric of two models on the same rows: both are measured on the same resamples of the rows, or of whole groups,
 * and the differences give an interval and p.
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
): Promise<PairedInterval> {
  const rows = a.truth.length;
  const families = [a, b].map((answers) => familiesOf(answers, metric)[0]!);
  const at = families[0]!.names.indexOf(metric);
  const offset = namesOf([families[0]!]).length;
  const whole = units ? units.count : rows;
  if (whole < FEWEST) return NO_INTERVAL;
  const { resampled, leftOut } = await resample(families, rows, seed, watch, units);
  const apart = (values: Float64Array[]) =>
    values[at]!.map((value, i) => values[at + offset]![i]! - value).filter((d) =>
      Number.isFinite(d),
    );
  const differences = apart(resampled).sort();
  if (differences.length < DEFINED * resampled[0]!.length) return NO_INTERVAL;
  return pairedInterval(difference, differences, apart(leftOut), whole);
}
