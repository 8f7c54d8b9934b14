import { angle, reduceAngle } from './reduce-angle';
import { cosineSeries, sineSeries } from './sine-series';

/** The sine of x radians, for any finite x, with an error below 1 ulp; else NaN. */
export function sin(x: number): number {
  if (x - x !== 0) return NaN;
  if (x < 1e-8 && x > -1e-8) return x;
  if (x < 0.785 && x > -0.785) return sineSeries(x, 0);
  reduceAngle(x);
  const { head, tail, quadrant } = angle;
  const y = quadrant % 2 === 0 ? sineSeries(head, tail) : cosineSeries(head, tail);
  return quadrant < 2 ? y : -y;
}
