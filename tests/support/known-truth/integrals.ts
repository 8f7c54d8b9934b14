/** What the models of known truth need of calculus; tests only, so plain Math does. */
import { normalQuantile, normalShare } from '../../../src/core/metrics/intervals/normal';

/** Where a monotone function takes a value. */
export function solve(f: (x: number) => number, value: number, low: number, high: number): number {
  const rises = f(high) > f(low);
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (f(middle) < value === rises) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The mean of f over a standard normal, by the trapezoid rule on [-9, 9]. */
export function meanOverNormal(f: (z: number) => number): number {
  const STEP = 1 / 200;
  let sum = 0;
  for (let z = -9; z <= 9; z += STEP) sum += f(z) * Math.exp((-z * z) / 2);
  return (sum * STEP) / Math.sqrt(2 * Math.PI);
}

/** Average precision of scores N(d, 1) of positives among N(0, 1), by its integral over recall, midpoints. */
export function binormalPrecision(d: number, prevalence: number): number {
  const STEPS = 4000;
  let sum = 0;
  for (let i = 0; i < STEPS; i++) {
    const recall = (i + 0.5) / STEPS;
    const answered = prevalence * recall;
    const alarms = (1 - prevalence) * (1 - normalShare(d - normalQuantile(recall)));
    sum += answered / (answered + alarms) / STEPS;
  }
  return sum;
}
