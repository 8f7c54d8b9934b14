import { tQuantile } from '../../distributions/student-t';
import { exp, pow } from '../../math';

interface Bounds {
  low: number;
  high: number;
}

interface Moments {
  n: number;
  mean: number;
  /** Standard deviation of the rows. */
  spread: number;
  /** Third cumulant in units of the spread: Fisher's G1. 0 for two rows. */
  skewness: number;
  /** Fisher's G2, 0 for normal rows and for fewer than four. */
  kurtosis: number;
}

/** Null for fewer than two rows, and where all are equal. */
function momentsOf(perRow: ArrayLike<number>): Moments | null {
  const n = perRow.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += perRow[i]! / n;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(perRow[i]! - mean));
  if (n < 2 || !(largest > 1e-14 * Math.abs(mean) && largest < Infinity)) return null;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (let i = 0; i < n; i++) {
    // Dividing by the largest keeps the fourth powers within range.
    const d = (perRow[i]! - mean) / largest;
    m2 += (d * d) / n;
    m3 += (d * d * d) / n;
    m4 += (d * d * d * d) / n;
  }
  const g1 = m3 / (m2 * Math.sqrt(m2));
  const g2 = m4 / (m2 * m2) - 3;
  return {
    n,
    mean,
    spread: largest * Math.sqrt((m2 * n) / (n - 1)),
    skewness: n < 3 ? 0 : (g1 * Math.sqrt(n * (n - 1))) / (n - 2),
    kurtosis: n < 4 ? 0 : ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * g2 + 6),
  };
}

/**
 * Student's quantile of 0.975 with the degrees of freedom that the variance of these rows has: those of the chi-square whose
 * variance is that of the estimate, (kurtosis / n + 2 / (n - 1)) times the variance squared (G. E. P. Box and S. L. Andersen,
 * "Permutation theory in the derivation of robust criteria", Journal of the Royal Statistical Society B 17, 1955; F. E.
 * Satterthwaite, Biometrics Bulletin 2, 1946). Heavy tails leave few; n - 1 is the most, and what many rows come to does not
 * differ from it.
 */
function studentOf({ n, kurtosis }: Moments): number {
  return tQuantile(0.975, Math.min(n - 1, 2 / (Math.max(0, kurtosis) / n + 2 / (n - 1))));
}

/** That quantile for rows, or for what each adds to a measure; null for fewer than two, and where all are equal. */
export function heavyTailed(perRow: ArrayLike<number>): number | null {
  const moments = momentsOf(perRow);
  return moments && studentOf(moments);
}

function reach(moments: Moments): number {
  return studentOf(moments) / Math.sqrt(moments.n);
}

/** The real cube root. */
function cubeRoot(x: number): number {
  return x < 0 ? -pow(-x, 1 / 3) : x === 0 ? 0 : pow(x, 1 / 3);
}

/**
 * 95 % t interval of a mean with the skewness of its rows taken out: P. Hall, "On the removal of skewness by
 * transformation", Journal of the Royal Statistical Society B 54, 1992, the cubic transformation, Student's quantiles in
 * the place of normal ones, cumulants without bias (D. N. Joanes and C. A. Gill, The Statistician 47, 1998). Losses and
 * squared errors are skewed to the right with a heavy tail, and with 30 rows a bootstrap interval ends too low for them.
 * @param perRow what the mean is of; finite
 * @returns null for fewer than two rows, and where all are equal
 */
export function skewedMean(perRow: ArrayLike<number>): Bounds | null {
  const moments = momentsOf(perRow);
  if (!moments) return null;
  const { n, mean, spread, skewness } = moments;
  const t = reach(moments);
  if (Math.abs(skewness) < 1e-6) return { low: mean - spread * t, high: mean + spread * t };
  const undone = (y: number) =>
    (3 / skewness) * (cubeRoot(1 + skewness * (y - skewness / (6 * n))) - 1);
  return { low: mean - spread * undone(t), high: mean - spread * undone(-t) };
}

/**
 * 95 % t interval of a mean above 0 on the scale of its logarithm, where ratios of means are nearer to normal (the delta
 * method: G. Casella and R. L. Berger, "Statistical inference", 2002, section 5.5.4), degrees of freedom as in `skewedMean`.
 * @returns null as there, and where the mean is not above 0
 */
export function positiveMean(perRow: ArrayLike<number>): Bounds | null {
  const moments = momentsOf(perRow);
  if (!moments || !(moments.mean > 0)) return null;
  const factor = exp((reach(moments) * moments.spread) / moments.mean);
  return { low: moments.mean / factor, high: moments.mean * factor };
}
