/** Every point of the grid once, in a fixed order: the n-th trial has the n-th point. */
import { gridAxis, pointsOf } from './space-points';
import type { Parameters, Space } from './types';

/** Null past the last one. */
export function gridPoint(space: Space, number: number): Parameters | null {
  let at = 0;
  for (const point of pointsOf(space, gridAxis)) if (at++ === number) return point;
  return null;
}
