import { cos, log, sin } from '../math';
import type { RandomStream } from './philox';

const TWO_PI = 6.283185307179586;

/** The i-th standard normal number of a stream (Box-Muller): 2j and 2j + 1 share words 4j to 4j + 3. */
export function normal({ uniform }: Pick<RandomStream, 'uniform'>, i: number): number {
  const pair = i - (i % 2);
  // 1 - u lies in (0, 1], where the logarithm is finite.
  const radius = Math.sqrt(-2 * log(1 - uniform(pair)));
  const turn = TWO_PI * uniform(pair + 1);
  return radius * (i === pair ? cos(turn) : sin(turn));
}
