import { angle, reduceAngle } from './reduce-angle';
import { cosineSeries, sineSeries } from './sine-series';

/** The cosine of x radians, for any finite x, with an error below 1 ulp; else NaN. */
export function cos(x: number): number {
  if (x - x !== 0) return NaN;
  if (x < 0.785 && x > -0.785) return cosineSeries(x, 0);
  reduceAngle(x);
  const { head, tail, quadrant } = angle;
  const y = quadrant % 2 === 0 ? cosineSeries(head, tail) : sineSeries(head, tail);
  return quadrant === 0 || quadrant === 3 ? y : -y;
}
