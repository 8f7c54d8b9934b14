import { cos, exp, log } from '../math';
import type { RandomStream } from './philox';

const TWO_PI = 6.283185307179586;

/**
 * Gamma numbers of scale 1, one after the other from a stream that nothing else reads: rejection by G. Marsaglia and
 * W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26, 2000; shapes below 1 by their note 6.
 * @returns draws one; shape 0 gives 0
 */
export function gammaDraws({ uniform }: Pick<RandomStream, 'uniform'>): (shape: number) => number {
  let at = 0;
  // 1 - u lies in (0, 1], where the logarithm is finite.
  const next = () => 1 - uniform(at++);
  const draw = (shape: number): number => {
    if (shape <= 0) return 0;
    // Half the square of a normal number.
    if (shape === 0.5) {
      const turn = cos(TWO_PI * next());
      return -log(next()) * turn * turn;
    }
    if (shape < 1) return draw(shape + 1) * exp(log(next()) / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = Math.sqrt(-2 * log(next())) * cos(TWO_PI * next());
      const v = 1 + c * x;
      if (v <= 0) continue;
      const cube = v * v * v;
      if (log(next()) < 0.5 * x * x + d - d * cube + d * log(cube)) return d * cube;
    }
  };
  return draw;
}
