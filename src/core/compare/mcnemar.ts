import { binomialAtMost, binomialExactly } from '../distributions/binomial';

export interface McNemar {
  /** Rows that only the first answers rightly, and that only the second does. */
  onlyA: number;
  onlyB: number;
  /** Two-sided, of the exact test (McNemar 1947): never too small, often too large. */
  exact: number;
  /** Two-sided, half of the observed case counted (Lancaster 1961; Fagerland, Lydersen and Laake 2013). */
  midP: number;
}

/** Whether two models that answer the same rows are equally often right; 1 where they are never apart. */
export function mcnemar(onlyA: number, onlyB: number): McNemar {
  const apart = onlyA + onlyB;
  const fewer = Math.min(onlyA, onlyB);
  if (apart === 0) return { onlyA, onlyB, exact: 1, midP: 1 };
  const below = binomialAtMost(fewer, apart, 0.5);
  return {
    onlyA,
    onlyB,
    exact: Math.min(1, 2 * below),
    midP: Math.min(1, 2 * below - binomialExactly(fewer, apart, 0.5)),
  };
}
