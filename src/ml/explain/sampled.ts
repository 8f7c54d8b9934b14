/** Shapley values from drawn orders, each walked in both directions from its own background row. */
import { stream } from '../../core/random/philox';
import type { Mixture } from './mixed-rows';
import type { Ask, Found } from './types';

/** From the background row as it is to the explained row: `inputs + 1` rows. */
function walk(order: Uint32Array, from: number): Mixture[] {
  const stepOf = new Uint32Array(order.length);
  order.forEach((input, step) => (stepOf[input] = step));
  return Array.from({ length: order.length + 1 }, (_, taken) => ({
    from,
    isOwn: (input: number) => stepOf[input]! < taken,
  }));
}

/** Each pair of walks, from one background row, is one draw; their spread gives the standard error. */
export async function sampledShapley(
  inputs: number,
  backgroundRows: number,
  ask: Ask,
): Promise<Found> {
  const sums = new Float64Array(inputs);
  const pairs = Array.from({ length: inputs }, () => new Float64Array(backgroundRows));
  let answer = 0;
  let typical = 0;
  for (let from = 0; from < backgroundRows; from++) {
    const order = stream(0, `explain/order/${from}`).permutation(inputs);
    for (const direction of [order, order.slice().reverse()]) {
      const answers = await ask(walk(direction, from));
      direction.forEach((input, step) => {
        const moved = answers[step + 1]! - answers[step]!;
        sums[input]! += moved;
        pairs[input]![from]! += moved / 2;
      });
      typical += answers[0]!;
      answer = answers[inputs]!;
    }
  }
  const walks = backgroundRows * 2;
  return {
    answer,
    typical: typical / walks,
    contributions: Array.from(sums, (sum) => sum / walks),
    errors: pairs.map(standardError),
  };
}

/** Of a mean; draws are at least two. */
function standardError(draws: Float64Array): number {
  const n = draws.length;
  const mean = draws.reduce((sum, each) => sum + each, 0) / n;
  const squares = draws.reduce((sum, each) => sum + (each - mean) * (each - mean), 0);
  return Math.sqrt(squares / (n - 1) / n);
}
