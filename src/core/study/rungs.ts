import type { Halving } from './types';

/** Folds that a trial has done at each rung, ascending; the last is all of them. Without halving there is one. */
export function rungsOf(halving: Halving | null, folds: number): number[] {
  if (!halving) return [folds];
  const rungs: number[] = [];
  const factor = Math.max(2, halving.factor);
  for (let at = Math.max(1, halving.first); at < folds; at *= factor) rungs.push(at);
  return [...rungs, folds];
}
