/**
 * Where a probability is compared with a bound. Thresholds and the least probability of a set are probabilities that
 * some row was given, so that many rows may stand exactly on them; a runtime that is off by a last digit would
 * decide all of these otherwise. A logit that is off by d moves p by p (1 - p) d.
 */
const LOGIT_SLACK = 1e-6;

/** The bound, lowered by what rounding moves a probability that is equal to it. */
export function loweredBound(bound: number): number {
  return bound - LOGIT_SLACK * bound * (1 - bound);
}
