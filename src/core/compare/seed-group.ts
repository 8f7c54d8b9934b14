import { tQuantile } from '../distributions/student-t';

/** Runs that differ in their seed only, as one: what varies is the seed, not the rows. */
export interface SeedGroup {
  seeds: number;
  mean: number;
  /** Sample standard deviation; null for one seed. */
  sd: number | null;
  /** 95 % t interval of the mean over seeds; null for fewer than two, or where all are equal. */
  low: number | null;
  high: number | null;
  varies: 'seeds';
}

/** @param values one per seed, at least one */
export function seedGroup(values: readonly number[]): SeedGroup {
  const seeds = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / seeds;
  const none = { seeds, mean, sd: null, low: null, high: null, varies: 'seeds' as const };
  if (seeds < 2) return none;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  const sd = Math.sqrt(squares / (seeds - 1));
  if (sd === 0) return { ...none, sd };
  const half = (tQuantile(0.975, seeds - 1) * sd) / Math.sqrt(seeds);
  return { ...none, sd, low: mean - half, high: mean + half };
}
