import { tQuantile } from '../../distributions/student-t';
import { log, sigmoid } from '../../math';
import { bca } from './bca';
import { Z_95 } from './normal';
import { heavyTailed } from './skewed-mean';
import { spelled } from './spelled';
import type { Interval } from './types';

/** The bootstrap's spread counts only where the metric was defined on at least this share of the resamples. */
const DEFINED = 0.9;

/**
 * 95 % interval of an area of rankings (average precision, AUC over classes) on the logit, which keeps it within (0, 1) and leaves more room towards 1/2: the
 * logit interval of K. Boyd, K. H. Eng and C. D. Page, "Area under the precision-recall curve: point estimates and
 * confidence intervals", ECML PKDD 2013. The standard error is that of the bootstrap, made up for its being too small by
 * sqrt((n - 1) / n); where too many resamples have no positive row, the paper's
 * binomial one stands in. An average precision of few positives is biased upwards, and the few that are ranked badly say most of how far
 * down it may be: the low end has Student's quantile for what each row adds, and is BCa's, corrected for bias, where that is
 * lower. The high end has the normal one.
 * @param value above 0 and below 1
 * @param resampled the metric on each resample, NaN where undefined
 * @param leftOut the metric without each row, or each of equal random groups of rows; NaN where undefined
 * @param instead the standard error where too few resamples are defined; null for no interval there
 */
export function logitBootstrap(
  value: number,
  resampled: Float64Array,
  leftOut: Float64Array,
  instead: number | null,
  n: number,
): Interval {
  const isDefined = (each: number) => Number.isFinite(each);
  const defined = resampled.filter(isDefined).sort();
  const width = value * (1 - value);
  const from = (error: number, below: number) => {
    const logit = log(value / (1 - value));
    return { low: sigmoid(logit - below * error), high: sigmoid(logit + Z_95 * error) };
  };
  const student = tQuantile(0.975, n - 1);
  if (defined.length < DEFINED * resampled.length) {
    if (instead === null)
      return { low: null, high: null, method: 'none: undefined on too many resamples', n };
    return { ...from(instead / width, student), method: 'binomial on the logit', n };
  }
  let mean = 0;
  for (const each of defined) mean += each / defined.length;
  let squares = 0;
  for (const each of defined) squares += (each - mean) * (each - mean);
  const error = Math.sqrt(((squares / (defined.length - 1)) * n) / (n - 1));
  const left = leftOut.filter(isDefined);
  const { low, high } = from(error / width, heavyTailed(left) ?? student);
  return {
    low: Math.min(low, bca(value, defined, left).low),
    high,
    method: `bootstrap on the logit, ${spelled(resampled.length)} resamples`,
    n,
  };
}
